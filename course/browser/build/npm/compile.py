"""Compile folders of Python files, in the interpreter that will run them.

Run by build.js, with the folder of the build mounted at /build. A compiled file stands
where its source stood, without a check of its source: there is none any more.
"""

import importlib._bootstrap_external
import json
import sys
import zipfile
from pathlib import Path

BUILD = Path("/build")
STDLIB = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip"


def compile_tree(folder: Path, place: str, *, optimize: int = 0) -> None:
    """Replace each source below ``folder``; ``place`` is where the tab will have it.

    ``optimize`` is that of the built-in ``compile``.
    """
    for path in sorted(folder.rglob("*.py")):
        shown = f"{place}/{path.relative_to(folder).as_posix()}"
        source = path.read_bytes()
        code = compile(source, shown, "exec", dont_inherit=True, optimize=optimize)
        # Private to importlib, which has no public way to write such a file.
        unchecked = importlib._bootstrap_external._code_to_hash_pyc(  # type: ignore[attr-defined]
            code, bytes(8), checked=False
        )
        path.with_suffix(".pyc").write_bytes(unchecked)
        path.unlink()


with zipfile.ZipFile(STDLIB) as archive:
    archive.extractall(BUILD / "stdlib")
# Without docstrings: a fifth of what is to be loaded. The library is made for that;
# what stands on it is not: Django's commands and DRF show theirs.
compile_tree(BUILD / "stdlib", STDLIB, optimize=2)
for name, place in json.loads((BUILD / "trees.json").read_text()).items():
    compile_tree(BUILD / name, place)

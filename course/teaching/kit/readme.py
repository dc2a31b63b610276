"""The README.txt of a kit: what to type, on each system, without a network."""

from collections.abc import Mapping, Sequence

from course.setup.checksums import SUMS
from course.teaching.kit.pack import TOP

TEXT = """\
JWT AUTHENTICATION IN DJANGO: THE KIT
Made on {made}. Everything in it works without a network.


FOR LEARNERS

1. You need Python {oldest} or later; it is not in this kit.
   See which one you have:

      Linux, macOS:  python3 --version
      Windows:       py --version

2. Unpack the whole zip to a folder of your own. On Windows: right-click it,
   "Extract All". A look into the zip is not enough.

3. Open a terminal in the folder {top} and type:

      Linux, macOS:  python3 learn.py
      Windows:       py learn.py

   The first call installs what is needed from the folder wheels into the
   folder .venv, and nowhere else. It takes a minute, and no network. Then
   the site of the tutorial is at http://127.0.0.1:8000/ on your machine.

4. In a second terminal, in the same folder:

      Linux, macOS:  python3 learn.py start 1
                     python3 learn.py check
      Windows:       py learn.py start 1
                     py learn.py check

   Your project is in the folder work. The site says what to do in it.

If something resists: python3 learn.py doctor (Windows: py learn.py doctor).
{labs}

FOR WHOEVER BRINGS THE KIT

- It has wheels for these systems and Pythons:

{systems}

- Bring installers of one of these Pythons, for machines that have none.
- Copy the zip to the machines, or hand it round. To see that it arrived
  whole, compare its checksum with the one in the file beside it:

      Linux:    sha256sum --check jwt-kit.zip.sha256
      macOS:    shasum -a 256 --check jwt-kit.zip.sha256
      Windows:  certutil -hashfile jwt-kit.zip SHA256

  Unpacked, {sums} has a line for each file.
- To see that it works, on your machine and with the network shut off:

      python3 learn.py teach kit --verify jwt-kit.zip

- To show the site to the room, from your machine:

      python3 learn.py teach serve --bind 0.0.0.0


WHAT IS NOT IN IT

Python itself; JupyterLab for the notebooks; a PostgreSQL server; MkDocs and
the tools of maintainers. A verb that needs one of them says so. With a
network, delete the folder wheels: the next call of learn.py then installs
all that requirements.txt names.
"""
LABS = """
The labs of the site run in your browser, with Python in it. Open the site from
your own machine, as in step 3: from another one, browsers keep a part of the
labs back (the frame that shows the project), and a login takes longer.
"""
NO_LABS = """
The labs that run in a browser are not in this kit.
"""


def readme(made: str, systems: Mapping[str, Sequence[str]], *, labs: bool) -> bytes:
    """Return the text, for these systems and Pythons."""
    pythons = {python for each in systems.values() for python in each}
    lines = [f"     {name:<15} Python {', '.join(systems[name])}" for name in systems]
    text = TEXT.format(
        made=made,
        top=TOP,
        oldest=min(pythons, key=lambda python: [int(n) for n in python.split(".")]),
        systems="\n".join(lines),
        labs=LABS if labs else NO_LABS,
        sums=SUMS,
    )
    return text.encode("ascii")

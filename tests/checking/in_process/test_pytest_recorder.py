"""What tests say is on disk as they say it, and heard by who listens."""

import json
from pathlib import Path

from course.checking.in_process.pytest_recorder import Records


def test_who_listens_hears_each_line_once_it_is_on_disk(tmp_path: Path) -> None:
    file, heard = tmp_path / "results.jsonl", []
    records = Records(file, lambda line: heard.append((line, file.read_text("utf-8"))))

    records.write("collected", tests=[["test_it.py::test_ü", None]])
    records.write("end")

    lines = [line for line, _ in heard]
    assert [json.loads(line)["kind"] for line in lines] == ["collected", "end"]
    assert [on_disk for _, on_disk in heard] == [lines[0], "".join(lines)]

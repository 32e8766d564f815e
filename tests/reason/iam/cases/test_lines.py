from pathlib import Path

import pytest

from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.lines import BrokenCase, read_lines


def read_number(line: bytes, source: str, number: int) -> int:
    if not line.isdigit():
        raise BadInput(f"{source}:{number}: no number")
    return int(line)


def test_each_line_is_read_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"1\r\n\n \nx\n\xff\x00\n2")
    assert list(read_lines(path, read_number)) == [
        1,
        BrokenCase(4, f"{path}:4: no number"),
        BrokenCase(5, f"{path}:5: no number"),
        2,
    ]


def test_a_file_that_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        list(read_lines(tmp_path / "none", read_number))
    with pytest.raises(BadInput, match="directory"):
        list(read_lines(tmp_path, read_number))

"""Policies in files, validated."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.validate import validate_files
from ringwall.model.errors import BadInput


def write(path: Path, action: Any) -> Path:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    return path


def test_problems_have_their_place_and_are_counted(tmp_path: Path) -> None:
    wide = write(tmp_path / "wide.json", "iam:PassRole")
    plain = write(tmp_path / "plain.json", ["s3:Get*", "s3:GetObject"])
    found = validate_files((wide, plain), "identity")
    assert (found.total, found.failed, found.outcome) == (0, 0, "clean")
    rows = list(found)
    assert [(row["severity"], row["code"]) for row in rows] == [
        ("security_warning", "pass_role_with_star_in_resource"),
        ("suggestion", "redundant_action"),
    ]
    assert rows[0]["place"].startswith(f"{wide}:1:")
    assert rows[1]["place"].startswith(f"{plain}:1:")
    assert (found.total, found.failed, found.outcome) == (2, 1, "findings")


def test_a_suggestion_is_no_finding(tmp_path: Path) -> None:
    found = validate_files((write(tmp_path / "a.json", ["s3:Get*", "s3:GetObject"]),))
    assert len(list(found)) == found.total == 1
    assert (found.failed, found.outcome) == (0, "clean")


def test_an_error_is_one_too(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{")
    found = validate_files((path,))
    assert [row["severity"] for row in found] == ["error"]
    assert found.outcome == "findings"


def test_no_file_and_a_missing_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="name a file with a policy"):
        validate_files(())
    found = validate_files((write(tmp_path / "a.json", "iam:PassRole"), tmp_path / "none"))
    rows = iter(found)
    next(rows)
    with pytest.raises(BadInput, match="none: No such file"):
        list(rows)

"""Two policies compared."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.diff import compare_policy_files
from ringwall.model.errors import BadInput


def write(path: Path, action: Any, **more: Any) -> Path:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    return path


def test_a_request_for_each_direction(tmp_path: Path) -> None:
    old = write(tmp_path / "old", "s3:GetObject")
    new = write(tmp_path / "new", "s3:PutObject")
    found = compare_policy_files(old, new)
    assert [(row["change"], row["witness"]["action"]) for row in found.rows] == [
        ("added", "s3:PutObject"),
        ("removed", "s3:GetObject"),
    ]
    assert found.rows[0]["statements"] == [f"{new}[0] (1:41)"]
    assert found.outcome == "findings"


def test_equal_policies(tmp_path: Path) -> None:
    old = write(tmp_path / "old", "s3:GetObject")
    found = compare_policy_files(old, write(tmp_path / "new", "S3:getobject"))
    assert (found.rows, found.outcome) == ((), "clean")


def test_what_cannot_be_determined(tmp_path: Path) -> None:
    old = write(tmp_path / "old", "ec2:RunInstances")
    odd = {"StringEqual": {"aws:userid": "a"}}
    new = write(tmp_path / "new", "s3:GetObject", Condition=odd)
    narrower = write(tmp_path / "narrower", "s3:GetObject")
    assert compare_policy_files(narrower, new).outcome == "unknown"
    assert compare_policy_files(old, narrower).outcome == "findings"


def test_the_type_is_comparedor_named(tmp_path: Path) -> None:
    trust = write(tmp_path / "trust", "sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"})
    other = write(tmp_path / "other", "sts:AssumeRole", Principal={"AWS": "111122223333"})
    found = compare_policy_files(trust, other)
    assert "ec2.amazonaws.com" in {row["witness"]["principal"] for row in found.rows}
    plain = write(tmp_path / "plain", "s3:GetObject")
    with pytest.raises(BadInput, match="no statement has a Principal"):
        compare_policy_files(plain, plain, "RESOURCE")
    with pytest.raises(BadInput):
        compare_policy_files(plain, tmp_path / "none")


def deny(path: Path, *actions: str, **more: Any) -> Path:
    return write(path, list(actions), Effect="Deny", **more)


@pytest.mark.parametrize("kind", [None, "SCP", "IDENTITY"])
def test_policies_that_only_deny_are_compared_by_what_they_deny(tmp_path: Path, kind: Any) -> None:
    old = deny(tmp_path / "old", "s3:*", "iam:CreateUser")
    new = deny(tmp_path / "new", "s3:*")
    found = compare_policy_files(old, new, kind)
    assert [(row["change"], row["witness"]["action"]) for row in found.rows] == [
        ("added", "iam:CreateUser")
    ]
    assert (found.outcome, found.is_of_denials) == ("findings", True)
    same = compare_policy_files(old, deny(tmp_path / "same", "iam:CreateUser", "s3:*"), kind)
    assert (same.outcome, same.is_of_denials, same.is_vacuous) == ("clean", True, False)


def test_rcps_are_compared_by_what_they_deny(tmp_path: Path) -> None:
    old = deny(tmp_path / "old", "s3:*", Principal="*")
    new = deny(tmp_path / "new", "s3:*", Principal="*", Condition={"Bool": {"k": "true"}})
    assert compare_policy_files(old, new).outcome == "findings"
    assert compare_policy_files(old, new, "RCP").outcome == "findings"


def test_an_scp_that_only_denies_stands_beside_full_access(tmp_path: Path) -> None:
    denial = deny(tmp_path / "old", "s3:*")
    statements = [
        {"Effect": effect, "Action": action, "Resource": "*"}
        for effect, action in (("Deny", "s3:*"), ("Allow", "*"))
    ]
    whole = tmp_path / "new"
    whole.write_text(json.dumps({"Version": "2012-10-17", "Statement": statements}))
    assert compare_policy_files(denial, whole, "SCP").outcome == "clean"
    assert compare_policy_files(denial, whole).outcome == "findings"


def test_two_policies_that_allow_nothing_are_no_answer(tmp_path: Path) -> None:
    statements = [
        {"Effect": effect, "Action": "s3:GetObject", "Resource": "*"}
        for effect in ("Allow", "Deny")
    ]
    for name, written in (("old", statements), ("new", [])):
        (tmp_path / name).write_text(json.dumps({"Version": "2012-10-17", "Statement": written}))
    compared = compare_policy_files(tmp_path / "old", tmp_path / "new")
    assert (compared.outcome, compared.is_vacuous, compared.rows) == ("unknown", True, ())

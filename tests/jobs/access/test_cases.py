"""Cases in files, run as they are read."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.cases import CaseRun, run_access_cases, run_policy_checks
from ringwall.model.errors import BadInput

USER = "arn:aws:iam::111122223333:user/alice"
APP, DATA = "arn:aws:iam::111111111111:role/app", "arn:aws:s3:::data"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}
REQUEST = {"principal": USER, "action": "s3:GetObject", "resource": f"{DATA}/k"}


def write(path: Path, *cases: Any) -> Path:
    path.write_text("".join(f"{json.dumps(case)}\n" for case in cases))
    return path


def case(expect: str) -> dict[str, Any]:
    return {"name": "n", "request": REQUEST, "identity_policies": [POLICY], "expect": expect}


def test_counts_follow_what_was_run_so_far() -> None:
    cases = CaseRun([{"result": "pass"}, {"result": "fail"}, {"result": "pass"}])
    assert (cases.total, cases.failed, cases.outcome) == (0, 0, "clean")
    assert [(row["result"], cases.total, cases.failed, cases.outcome) for row in cases] == [
        ("pass", 1, 0, "clean"),
        ("fail", 2, 1, "findings"),
        ("pass", 3, 1, "findings"),
    ]


def test_requests_are_decided_and_compared(tmp_path: Path, events: Any) -> None:
    path = write(tmp_path / "a.ndjson", case("allow"), case("deny"))
    cases = run_access_cases(tmp_path, (path,), events)
    rows = list(cases)
    assert [row["result"] for row in rows] == ["pass", "fail"]
    assert rows[1]["verdict"] == "allowed"
    assert rows[1]["expect"] == ["explicitly_denied", "implicitly_denied"]
    assert rows[1]["place"] == f"{path}:2"
    assert (cases.total, cases.failed, cases.outcome) == (2, 1, "findings")
    assert events.notes == []


def test_a_broken_case_is_named_and_the_others_are_run(tmp_path: Path, events: Any) -> None:
    path = write(tmp_path / "a.ndjson", case("allow"), {"name": "x"}, case("allow"))
    cases = run_access_cases(tmp_path, (path,), events)
    rows = list(cases)
    assert [row["result"] for row in rows] == ["pass", "broken", "pass"]
    assert rows[1]["reason"].startswith(f"{path}:2:1: a case must have a request")
    assert rows[1]["place"] == f"{path}:2"
    assert (cases.total, cases.failed, cases.broken, cases.outcome) == (3, 0, 1, "unknown")


def test_a_broken_check_is_named_and_the_others_are_run(tmp_path: Path) -> None:
    granted = {"name": "g", "policy": POLICY, "actions": ["s3:PutObject"], "expect": "pass"}
    path = write(tmp_path / "a.ndjson", {"policy": 1}, granted, [])
    cases = run_policy_checks("not-granted", (path,))
    assert [row["result"] for row in cases] == ["broken", "fail", "broken"]
    assert (cases.failed, cases.broken, cases.outcome) == (1, 2, "findings")


def test_a_case_without_policies_is_about_the_snapshot(
    two_accounts_home: Path, tmp_path: Path, events: Any
) -> None:
    request = {**REQUEST, "principal": APP}
    path = write(tmp_path / "a.ndjson", {"name": "app", "request": request, "expect": "allowed"})
    (row,) = run_access_cases(two_accounts_home, (path,), events)
    assert (row["result"], row["statements"]) == ("pass", [f"identity {APP}#own[0]"])
    assert events.notes == []
    (row,) = run_access_cases(tmp_path / "none", (path,), events)
    assert row["result"] == "fail"
    (note,) = events.notes
    assert note.startswith("cases without policies: 1; there is no snapshot")


def test_checks_of_policies(tmp_path: Path) -> None:
    granted = {"name": "g", "policy": POLICY, "actions": ["s3:PutObject"], "expect": "fail"}
    path = write(tmp_path / "a.ndjson", granted, {**granted, "expect": "pass"})
    cases = run_policy_checks("not-granted", (path, path))
    rows = list(cases)
    assert [row["result"] for row in rows] == ["pass", "fail"] * 2
    assert rows[0]["witness"]["action"] == "s3:PutObject"
    assert (cases.total, cases.failed) == (4, 2)


def test_no_file_and_files_that_cannot_be_read(tmp_path: Path, events: Any) -> None:
    with pytest.raises(BadInput, match=r"ringwall access test CASES\.ndjson"):
        run_access_cases(tmp_path, (), events)
    with pytest.raises(BadInput, match=r"ringwall access no-public CASES\.ndjson"):
        run_policy_checks("no-public", ())
    with pytest.raises(BadInput):
        list(run_policy_checks("no-public", (tmp_path / "none",)))
    with pytest.raises(BadInput):
        list(run_access_cases(tmp_path, (tmp_path / "none",), events))

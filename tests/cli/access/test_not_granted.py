"""`ringwall access not-granted`: a policy does not grant what is listed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
Save = Callable[..., Path]


def policy(action: str, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


CASE = {"policy": policy("s3:GetObject"), "actions": ["s3:PutObject"]}


def test_what_is_not_granted_passes(ask: Ask, save: Save) -> None:
    found = ask("not-granted", save("a.ndjson", {"name": "n", **CASE}))
    assert (found.code, found.out) == (0, "PASS n: pass\n")


def test_what_is_granted_is_shown_with_its_statement(ask: Ask, save: Save) -> None:
    case = {"name": "open", "policy": policy("s3:*"), "actions": ["s3:PutObject"]}
    found = ask("not-granted", save("a.ndjson", case))
    assert found.code == 0  # nothing was expected
    assert found.out.startswith("PASS open: fail  s3:PutObject arn:aws:s3:::")
    assert "by policy[0] (1:" in found.out


def test_a_wrong_expectation_fails(ask: Ask, save: Save) -> None:
    right = save("right.ndjson", {"name": "r", "expect": "pass", **CASE})
    wrong = save("wrong.ndjson", {"name": "w", "expect": "fail", **CASE})
    found = ask("not-granted", right, wrong, "--format", "json")
    assert found.code == 1
    assert [row["result"] for row in found.objects] == ["pass", "fail"]
    assert found.err == "2 cases, 1 not as expected\n"

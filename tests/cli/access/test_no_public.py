"""`ringwall access no-public`: the policy of a resource is not public."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
Save = Callable[..., Path]


def policy(action: str, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


BUCKET = {"resource_type": "AWS::S3::Bucket"}
ACCOUNT = {"policy": policy("s3:GetObject", Principal={"AWS": "111122223333"}), **BUCKET}
ANYONE = {"policy": policy("s3:GetObject", Principal="*"), **BUCKET}


def test_a_policy_for_one_account_passes(ask: Ask, save: Save) -> None:
    found = ask("no-public", save("a.ndjson", {"name": "n", "expect": "pass", **ACCOUNT}))
    assert (found.code, found.out) == (0, "PASS n: pass\n")


def test_a_policy_for_anyone_fails(ask: Ask, save: Save) -> None:
    found = ask("no-public", save("a.ndjson", {"name": "open", "expect": "pass", **ANYONE}))
    assert found.code == 1
    assert found.out.startswith("FAIL open: fail, expected pass  ")
    assert "s3:GetObject" in found.out


def test_a_case_without_a_resource_type_is_bad_input(ask: Ask, save: Save) -> None:
    found = ask("no-public", save("a.ndjson", {"policy": policy("s3:GetObject", Principal="*")}))
    assert found.code == 64
    assert "resource_type" in found.err

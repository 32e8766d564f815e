"""`ringwall access no-new-access`: a candidate allows no more than a reference."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
Save = Callable[..., Path]


def policy(action: str, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


NARROWER = {"reference": policy("s3:Get*"), "candidate": policy("s3:GetObject")}
WIDER = {"reference": policy("s3:GetObject"), "candidate": policy("s3:Get*")}


def test_a_narrower_candidate_passes(ask: Ask, save: Save) -> None:
    found = ask("no-new-access", save("a.ndjson", {"name": "n", "expect": "PASS", **NARROWER}))
    assert (found.code, found.out) == (0, "PASS n: pass\n")


def test_a_wider_candidate_fails_with_a_request(ask: Ask, save: Save) -> None:
    path = save("a.ndjson", {"name": "w", "expect": "pass", **WIDER})
    found = ask("no-new-access", path)
    assert found.code == 1
    assert found.out.startswith("FAIL w: fail, expected pass  s3:Get")
    (row,) = ask("no-new-access", path, "--format", "json").objects
    assert (row["result"], row["verdict"], row["place"]) == ("fail", "fail", f"{path}:1")
    assert row["witness"]["action"].startswith("s3:Get")

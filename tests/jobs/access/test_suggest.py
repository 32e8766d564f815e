"""A policy with only what was used."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.suggest import format_policy, suggest_policy, write_policy
from ringwall.jobs.access.usage import LoggedTime
from ringwall.jobs.logs import ingest_logs
from ringwall.model.errors import BadInput, NotCollected

PROD, DEV = "111111111111", "222222222222"
APP, CI = f"arn:aws:iam::{PROD}:role/app", f"arn:aws:iam::{DEV}:role/ci"
DATA = "arn:aws:s3:::data"


def test_what_was_used_stays_and_the_rest_goes(two_accounts_home: Path) -> None:
    found = suggest_policy(two_accounts_home, "app")
    assert found.document
    assert found.document["Statement"] == [
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": [f"{DATA}/k"]}
    ]
    assert (found.dropped, found.kept) == (("s3:PutObject",), ())
    assert found.characters == len(json.dumps(found.document, separators=(",", ":")))
    assert (found.outcome, found.windows) == ("clean", (LoggedTime(PROD, events=3, days=2),))


def test_what_the_logs_cannot_show_is_kept_unless_it_is_to_go(two_accounts_home: Path) -> None:
    found = suggest_policy(two_accounts_home, "deploy")
    assert "lambda:InvokeFunction" in found.kept
    assert found.outcome == "clean"
    found = suggest_policy(two_accounts_home, "deploy", drop_unknown=True)
    assert (found.document, found.characters, found.outcome) == (None, 0, "unknown")


def test_of_an_account_without_logs_nothing_is_suggested(two_accounts_home: Path) -> None:
    with pytest.raises(NotCollected, match=f"{CI}: no CloudTrail events of account {DEV}"):
        suggest_policy(two_accounts_home, CI)
    with pytest.raises(BadInput):
        suggest_policy(two_accounts_home, "nobody")


def test_policies_that_were_not_collected_are_not_replaced(
    home_of: Callable[..., Path], two_accounts: Any, events: Any, tmp_path: Path
) -> None:
    role = two_accounts.role(APP, two_accounts.by_lambda)
    home = home_of(iam_role=[{**role, "managed_policy_arns": ["arn:aws:iam::aws:policy/x"]}])
    use = two_accounts.event(1, "GetObject", f"{DATA}/k")
    ingest_logs(home, [two_accounts.write_log(tmp_path / "trail", [use])], events)
    with pytest.raises(NotCollected, match="some of its policies were not collected"):
        suggest_policy(home, APP)


def test_a_policy_is_written_as_it_is_printed_and_over_no_link(tmp_path: Path) -> None:
    document = {"Version": "2012-10-17", "Statement": []}
    write_policy(tmp_path / "policy.json", document)
    assert (tmp_path / "policy.json").read_text() == format_policy(document) + "\n"
    (tmp_path / "link.json").symlink_to("policy.json")
    with pytest.raises(BadInput, match=r"link\.json: a link"):
        write_policy(tmp_path / "link.json", {})
    assert json.loads((tmp_path / "policy.json").read_text()) == document

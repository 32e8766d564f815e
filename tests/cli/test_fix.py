"""`ringwall fix`: a plan first, and AWS only after --yes."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.history import open_journal
from ringwall.store.home import Home

Ringwall = Callable[..., Any]
KEY = "kms.key_rotates"


@pytest.fixture
def uid(ringwall: Ringwall, audited_home: Path) -> str:
    """Return the uid of the finding about the key."""
    (row,) = ringwall("findings", "--rule", KEY, "--format", "json", home=audited_home).objects
    return str(row["uid"])


def test_the_plan_shows_each_change_and_writes_nothing(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    found = ringwall("fix", "--rule", KEY, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith('1. kms.enable_key_rotation KeyId="arn:aws:kms:')
    assert [line.split()[0] for line in found.lines[1:]] == ["where", "why", "from", "risk", "undo"]
    assert found.err == (
        "1 change planned, 0 findings skipped; nothing was written: add --yes to make the changes\n"
    )
    assert not account.rotates()
    assert ringwall("runs", home=audited_home).err == "nothing was changed from here yet\n"


def test_yes_makes_the_changes_and_says_how_to_undo_them(
    ringwall: Ringwall, account: Any, audited_home: Path, uid: str
) -> None:
    found = ringwall("fix", uid[:10], "--yes", home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    step, result, advice = found.err.splitlines()
    assert step.startswith("1. verified  kms.enable_key_rotation  arn:aws:kms:")
    run = re.fullmatch(r"run (\S+): 1 of 1 change done and verified", result)
    assert run
    assert advice == f"to undo it: ringwall undo {run[1]} --yes"
    assert account.rotates()
    again = ringwall("fix", uid, "--yes", home=audited_home)
    assert again.code == 0
    assert again.err == "nothing to change; 1 finding skipped (reasons above)\n"
    assert again.out.startswith("skipped  arn:aws:kms:")


@pytest.mark.parametrize("words", [(), ("--accept-irreversible",)])
def test_what_cannot_be_undone_is_made_where_that_is_accepted(
    ringwall: Ringwall, account: Any, audited_home: Path, uid: str, words: tuple[str, ...]
) -> None:
    """As if nothing led back from the rotation of a key."""
    reason = "it is for good"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "ringwall.apply.irreversible.find_irreversible",
            lambda changes: [(change, reason) for change in changes],
        )
        found = ringwall("fix", uid, "--yes", *words, home=audited_home)
    assert (found.code, account.rotates()) == ((0, True) if words else (64, False))
    assert (reason in found.err) is not bool(words)


@pytest.mark.parametrize(
    ("typed", "made"),
    [("y\n", True), ("YES\n", True), ("n\n", False), ("\n", False), ("", False), ("yo\n", False)],
)
def test_a_terminal_is_asked_after_the_plan(
    ringwall: Ringwall,
    account: Any,
    audited_home: Path,
    type_at_terminal: Callable[[str], None],
    *,
    typed: str,
    made: bool,
) -> None:
    type_at_terminal(typed)
    found = ringwall("fix", "--rule", KEY, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert "Make this change? [y/N] " in found.err
    assert ("nothing was written" in found.err) is not made
    assert account.rotates() is made


@pytest.mark.parametrize("blind", ["stdin", "stderr"])
def test_nobody_is_asked_where_nobody_can_answer(
    ringwall: Ringwall,
    account: Any,
    audited_home: Path,
    type_at_terminal: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    blind: str,
) -> None:
    type_at_terminal("y\n")
    monkeypatch.setattr(sys.stdin if blind == "stdin" else sys.stderr, "isatty", lambda: False)
    found = ringwall("fix", "--rule", KEY, home=audited_home)
    assert "?" not in found.err
    assert not account.rotates()


def test_json_with_yes_shows_the_plan_beside_the_document(
    ringwall: Ringwall, account: Any, audited_home: Path, uid: str
) -> None:
    found = ringwall("fix", uid, "--format", "json", "--yes", home=audited_home)
    assert account.rotates()
    assert len(found.objects) == 1
    plan, done = (found.err.index(text) for text in ("1. kms.enable_key", "1. verified  kms"))
    assert plan < done


def test_json_is_one_document(
    ringwall: Ringwall, account: Any, audited_home: Path, uid: str
) -> None:
    (plan,) = ringwall("fix", uid, "--format", "json", home=audited_home).objects
    assert [change["write"]["operation"] for change in plan["changes"]] == [
        "kms.enable_key_rotation"
    ]
    (run,) = ringwall("fix", uid, "--format", "json", "--yes", home=audited_home).objects
    assert [(step["number"], step["outcome"]) for step in run["steps"]] == [(1, "verified")]
    assert account.rotates()


def test_a_change_that_is_refused_exits_2_and_stops_the_run(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    account.app.deny("ec2:RevokeSecurityGroupIngress")
    words = ("fix", "--severity", "medium", "--rule", "ec2.ssh*,kms.*", "--yes")
    found = ringwall(*words, home=audited_home)
    assert found.code == 2
    first, result, advice = found.err.splitlines()
    assert first.startswith("1. failed  ec2.revoke_security_group_ingress")
    assert ": 0 of 2 changes done and verified" in result
    assert advice.startswith("to continue: ringwall runs resume ")
    assert not account.rotates()
    found = ringwall(*words, "--keep-going", home=audited_home)
    assert found.code == 2
    assert ": 1 of 2 changes done and verified" in found.err
    assert account.rotates()


def test_a_run_that_was_interrupted_is_mentioned(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    account.app.deny("kms:EnableKeyRotation")
    ringwall("fix", "--rule", KEY, "--yes", home=audited_home)
    account.app.allow()
    journal = open_journal(Home(audited_home))
    (run,) = journal.runs()
    assert "did not end" not in ringwall("fix", "--rule", KEY, home=audited_home).err
    journal.reopen(run.id, "arn:x")  # as an interrupt leaves it
    found = ringwall("fix", "--rule", KEY, home=audited_home)
    assert found.code == 0
    assert f"run {run.id} (fix) did not end: `ringwall runs resume {run.id}` goes on" in found.err
    assert ringwall("runs", "resume", run.id, "--yes", home=audited_home).code == 0
    assert "did not end" not in ringwall("fix", "--rule", KEY, home=audited_home).err


def test_a_finding_that_is_named_is_fixed_where_every_choice_takes_it(
    ringwall: Ringwall, account: Any, audited_home: Path
) -> None:
    listed = ringwall("findings", "--rule", KEY, "--format", "json", home=audited_home)
    uid = listed.objects[0]["uid"][:12]
    for words, said in (
        (("--severity", "high"), "no finding is left: --severity high takes none"),
        (("--rule", "ec2.*"), "no finding is left: --rule ec2.* takes none"),
    ):
        found = ringwall("fix", uid, *words, home=audited_home)
        assert (found.code, found.out) == (64, "")
        assert said in found.err
    found = ringwall("fix", uid, "--severity", "medium", "--rule", KEY, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert not account.rotates()


def test_a_severity_is_enough(ringwall: Ringwall, account: Any, audited_home: Path) -> None:
    found = ringwall("fix", "--severity", "critical", home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. ec2.revoke_security_group_ingress")
    assert "1 change planned" in found.err
    assert account.app.calls["ec2:RevokeSecurityGroupIngress"] == 0


def test_where_nothing_matches_nothing_is_planned(ringwall: Ringwall, audited_home: Path) -> None:
    found = ringwall("fix", "--rule", "s3.bucket_is_versioned", home=audited_home)
    assert (found.code, found.out) == (0, "")
    assert found.err == "no open failure matches; `ringwall findings` lists what is open\n"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((), "say what to fix: a finding's uid, --rule s3.* or --severity high"),
        (("--rule", "s3.nothing"), "no rule matches s3.nothing"),
        (("ffffffffffff",), "ffffffffffff"),
        (("--rule", KEY, "--account", "sandbox"), "no account sandbox here"),
        (("--rule", ","), "an option with a list names nothing"),
    ],
)
def test_what_there_is_not_is_bad_input(
    ringwall: Ringwall, audited_home: Path, words: tuple[str, ...], named: str
) -> None:
    found = ringwall("fix", *words, home=audited_home)
    assert (found.code, found.out) == (64, "")
    assert named in found.err


def test_a_region_that_cannot_be_is_bad_input(ringwall: Ringwall, audited_home: Path) -> None:
    found = ringwall("fix", "--rule", KEY, "--region", "moon", home=audited_home)
    assert found.code == 64
    assert "no region 'moon'" in found.err

"""`ringwall runs`: what was changed, how each step went, and going on."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ringwall = Callable[..., Any]
ACTOR = "arn:aws:iam::123456789012:"


@pytest.fixture
def stopped(ringwall: Ringwall, account: Any, audited_home: Path) -> str:
    """Return the id of a run that a refused change has stopped."""
    account.app.deny("kms:EnableKeyRotation")
    words = ("fix", "--rule", "kms.key_rotates", "--yes", "--format", "json")
    found = ringwall(*words, home=audited_home)
    assert found.code == 2
    account.app.allow()
    return str(found.objects[0]["id"])


def test_runs_are_listed(ringwall: Ringwall, audited_home: Path, stopped: str) -> None:
    found = ringwall("runs", home=audited_home)
    assert found.code == 0
    header, line = (line.split("\t") for line in found.lines)
    assert header == ["run", "kind", "status", "created", "actor", "undoes"]
    assert line[:3] == [stopped, "fix", "stopped"]
    assert line[3].endswith("+00:00")
    assert line[4].startswith(ACTOR)
    (row,) = ringwall("runs", "list", "--format", "json", home=audited_home).objects
    assert (row["id"], row["undo_of"]) == (stopped, "")


def test_a_run_is_shown_with_how_each_step_ended(
    ringwall: Ringwall, audited_home: Path, stopped: str
) -> None:
    found = ringwall("runs", "show", stopped, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert found.lines[-1].startswith("   ended  1. failed  kms.enable_key_rotation")
    (run,) = ringwall("runs", "show", stopped, "--format", "json", home=audited_home).objects
    assert [step["outcome"] for step in run["steps"]] == ["failed"]


def test_a_stopped_run_goes_on(
    ringwall: Ringwall, account: Any, audited_home: Path, stopped: str
) -> None:
    found = ringwall("runs", "resume", stopped, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert "1 change left to make; nothing was written: add --yes" in found.err
    assert not account.rotates()
    found = ringwall("runs", "resume", stopped, "--yes", home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert "1 of 1 change done and verified" in found.err
    assert account.rotates()


@pytest.mark.parametrize(("typed", "made"), [("y\n", True), ("n\n", False), ("", False)])
def test_a_terminal_is_asked_before_a_run_goes_on(
    ringwall: Ringwall,
    account: Any,
    audited_home: Path,
    stopped: str,
    type_at_terminal: Callable[[str], None],
    *,
    typed: str,
    made: bool,
) -> None:
    type_at_terminal(typed)
    found = ringwall("runs", "resume", stopped, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert "Make this change? [y/N] " in found.err
    assert ("nothing was written" in found.err) is not made
    assert account.rotates() is made


def test_a_run_that_is_refused_again_exits_2(
    ringwall: Ringwall, account: Any, audited_home: Path, stopped: str
) -> None:
    account.app.deny("kms:EnableKeyRotation")
    assert ringwall("runs", "resume", stopped, "--yes", "--keep-going", home=audited_home).code == 2
    assert not account.rotates()


def test_a_changed_journal_is_noticed(ringwall: Ringwall, audited_home: Path, stopped: str) -> None:
    found = ringwall("runs", "verify", home=audited_home)
    told = "the journal and all cases are as they were written; this is their head\n"
    assert (found.code, found.err) == (0, told)
    again = ringwall("runs", "verify", "--head", found.out.strip(), home=audited_home)
    assert (again.code, again.out) == (0, found.out)
    assert ringwall("runs", "verify", "--head", "another", home=audited_home).code == 64
    with sqlite3.connect(audited_home / "hub.sqlite") as database:
        database.execute("update run set actor = 'somebody else'")
    found = ringwall("runs", "verify", home=audited_home)
    assert found.code == 64
    assert f"the journal does not hold: the start of run {stopped}" in found.err


@pytest.mark.parametrize("words", [("show", "1999"), ("resume", "1999")])
def test_a_run_that_there_is_not_is_bad_input(
    ringwall: Ringwall, account: Any, audited_home: Path, words: tuple[str, ...]
) -> None:
    assert not account.rotates()
    found = ringwall("runs", *words, home=audited_home)
    assert found.code == 64
    assert "no run '1999'" in found.err


def test_a_home_without_an_audit_has_no_runs(ringwall: Ringwall) -> None:
    found = ringwall("runs")
    assert found.code == 2
    assert "nothing was recorded here yet" in found.err


ADMINISTRATOR = {
    "operation": "iam.attach_user_policy",
    "parameters": {
        "UserName": "mallory",
        "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess",
    },
}


@pytest.mark.parametrize("verb", [("runs", "resume"), ("undo",)])
def test_a_run_that_somebody_wrote_into_the_database_is_never_carried_out(
    ringwall: Ringwall, account: Any, audited_home: Path, stopped: str, verb: tuple[str, ...]
) -> None:
    """The attack: copy a run, let it create an administrator, and compute the hashes anew."""
    with sqlite3.connect(audited_home / "hub.sqlite") as database:
        forged = "20990101T000000Z-ffffff"
        columns = "kind, created_at, actor, snapshot, undo_of, status, ended_at"
        database.execute(f"insert into run (id, {columns}) select ?, {columns} from run", (forged,))
        rows = database.execute(
            "select number, run, step, kind, at, body, hash from run_event order by number"
        ).fetchall()
        number, previous = rows[-1][0], rows[-1][-1]
        for _, _, step, kind, at, body, _ in rows:
            number += 1
            evil = json.loads(body)
            if kind == "planned":
                evil |= {"write": ADMINISTRATOR, "undo": ADMINISTRATOR}
            text = json.dumps(evil, sort_keys=True, separators=(",", ":"))
            event = [number, forged, step, kind, at, text]
            sealed = json.dumps([previous, *event], separators=(",", ":"))
            previous = hashlib.sha256(sealed.encode()).hexdigest()
            database.execute(
                "insert into run_event (number, run, step, kind, at, body, hash) "
                "values (?, ?, ?, ?, ?, ?, ?)",
                (*event, previous),
            )
    account.app.calls.clear()
    assert ringwall("runs", "verify", home=audited_home).code == 64
    found = ringwall(*verb, forged, "--yes", home=audited_home)
    assert found.code == 64
    assert "the journal does not hold" in found.err
    assert ringwall(*verb, stopped, "--yes", home=audited_home).code == 64
    assert "iam:AttachUserPolicy" not in account.app.calls

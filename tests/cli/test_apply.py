"""`ringwall apply`: a plan, of a file or a blueprint, is shown, and carried out after --yes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from blueprint_home import collect_organization

from ringwall.apply.hold import holding
from ringwall.jobs.blueprint.plan import PlanRequest, plan_blueprint
from ringwall.jobs.history import begin_journal
from ringwall.store.database.leases import Leases
from ringwall.store.home import Home

Ringwall = Callable[..., Any]


@pytest.fixture
def plan(ringwall: Ringwall, account: Any, audited_home: Path, tmp_path: Path) -> str:
    """Return the file of a plan that makes the key rotate."""
    path = str(tmp_path / "plan.json")
    found = ringwall("fix", "--rule", "kms.key_rotates", "--save", path, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert found.err == f"saved; to make the changes: ringwall apply {path} --yes\n"
    assert not account.rotates()
    return path


def test_the_plan_is_shown_and_nothing_is_written(
    ringwall: Ringwall, account: Any, audited_home: Path, plan: str
) -> None:
    found = ringwall("apply", plan, home=audited_home)
    assert found.code == 0
    assert found.lines[0].startswith("1. kms.enable_key_rotation")
    assert found.err == ("1 change planned; nothing was written: add --yes to make the changes\n")
    (shown,) = ringwall("apply", plan, "--format", "json", home=audited_home).objects
    assert shown["changes"][0]["write"]["operation"] == "kms.enable_key_rotation"
    assert not account.rotates()


def test_yes_carries_it_out(
    ringwall: Ringwall, account: Any, audited_home: Path, plan: str
) -> None:
    words = ("apply", plan, "--yes", "--parallel", "4", "--format", "json")
    found = ringwall(*words, home=audited_home)
    assert found.code == 0
    (run,) = found.objects
    assert (run["kind"], run["status"]) == ("apply", "done")
    assert f"to undo it: ringwall undo {run['id']} --yes" in found.err
    assert account.rotates()


def test_a_failure_exits_2_and_is_counted(
    ringwall: Ringwall, account: Any, audited_home: Path, plan: str
) -> None:
    account.app.deny("kms:EnableKeyRotation")
    found = ringwall("apply", plan, "--yes", home=audited_home)
    assert found.code == 2
    assert ": 0 of 1 change done and verified, 1 failed\n" in found.err


def test_an_edited_plan_is_bad_input(
    ringwall: Ringwall, account: Any, audited_home: Path, plan: str
) -> None:
    content = json.loads(Path(plan).read_text())
    content["changes"][0]["undo"] = None
    Path(plan).write_text(json.dumps(content))
    found = ringwall("apply", plan, "--yes", home=audited_home)
    assert (found.code, found.out) == (64, "")
    assert "the plan was changed since it was made" in found.err
    assert not account.rotates()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--keep-going", "--stop-at-failure"), "only one of the two"),
        (("--parallel", "100"), "100 changes at a time: between 1 and 64"),
    ],
)
def test_options_that_cannot_be(
    ringwall: Ringwall, audited_home: Path, plan: str, words: tuple[str, ...], told: str
) -> None:
    found = ringwall("apply", plan, *words, home=audited_home)
    assert found.code == 64
    assert told in found.err


def test_a_plan_is_saved_or_carried_out(ringwall: Ringwall, audited_home: Path) -> None:
    words = ("fix", "--rule", "kms.*", "--save", "x.json", "--yes")
    found = ringwall(*words, home=audited_home)
    assert found.code == 64
    assert "--save or --yes: only one of the two" in found.err


PART = ("--service", "organizations")


def test_a_blueprint_is_shown_and_nothing_is_written(
    ringwall: Ringwall, account: Any, firm: Path, blueprint_home: Path
) -> None:
    found = ringwall("apply", "--blueprint", firm, *PART, home=blueprint_home)
    assert found.code == 0
    assert found.lines[0] == "accounts:"
    assert found.err.endswith("nothing was written: add --yes to make the changes\n")
    with pytest.raises(account.client("organizations").exceptions.ClientError):
        account.client("organizations").describe_organization()


def test_a_blueprint_is_made_so_planned_empty_and_undone(
    ringwall: Ringwall, account: Any, firm: Path, blueprint_home: Path
) -> None:
    words = ("apply", "--blueprint", firm, *PART)
    refused = ringwall(*words, "--yes", home=blueprint_home)
    assert refused.code == 64
    assert "cannot be undone; --accept-irreversible makes them" in refused.err
    found = ringwall(*words, "--yes", "--accept-irreversible", home=blueprint_home)
    assert found.code == 0, found.err
    assert found.err.endswith("to see what is left: ringwall collect, then ringwall plan\n")
    assert {one["Name"] for one in account.client("organizations").list_accounts()["Accounts"]} >= {
        "security",
        "log-archive",
        "prod",
    }
    collect_organization(account, blueprint_home)
    plan = ringwall("plan", firm, *PART, home=blueprint_home)
    # What is left is for a person: it is listed, and no difference.
    by_hand = ("by hand ", "    ")
    assert (plan.code, [line for line in plan.lines if not line.startswith(by_hand)]) == (0, [])
    assert plan.err.endswith("; nothing is to be done\n")
    again = ringwall(*words, "--yes", home=blueprint_home)
    assert (again.code, again.err) == (0, plan.err)
    other = firm.with_name("other.yaml")
    other.write_text(firm.read_text(encoding="utf-8").replace("Workloads", "Teams"))
    moved = ringwall("plan", other, *PART, home=blueprint_home)
    assert moved.lines[-1] == (
        "stays  what Ringwall made and the blueprint wants no more: "
        "1 organizations_organizational_unit; `ringwall plan --prune` plans its removal"
    )
    (run,) = ringwall("runs", "--format", "json", home=blueprint_home).objects
    undone = ringwall("undo", run["id"], "--yes", home=blueprint_home)
    # The units hold accounts that nobody can take away; all the rest goes.
    assert undone.code == 2
    assert " 2 refused" in undone.err
    assert "delete_organizational_unit" in undone.err
    assert "not started" not in undone.err
    policies = account.client("organizations").list_policies(Filter="SERVICE_CONTROL_POLICY")
    assert [policy["Name"] for policy in policies["Policies"]] == ["FullAWSAccess"]


def test_a_saved_blueprint_is_carried_out_as_it_is_and_an_older_one_is_noted(
    ringwall: Ringwall, account: Any, firm: Path, blueprint_home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    assert ringwall("plan", firm, *PART, "--save", path, home=blueprint_home).code == 1
    words = ("apply", path, "--yes", "--accept-irreversible")
    collect_organization(account, blueprint_home)
    found = ringwall(*words, home=blueprint_home)
    assert found.code == 0, found.err
    assert "is newer; what is no longer so is refused" in found.err
    again = ringwall(*words, home=blueprint_home)
    assert again.code == 0
    assert again.err.count("already done") == found.err.count("verified  ")


def test_what_waits_for_a_failure_is_told_with_the_reason(
    ringwall: Ringwall, account: Any, firm: Path, blueprint_home: Path
) -> None:
    account.app.deny("organizations:CreateOrganizationalUnit")
    words = ("apply", "--blueprint", firm, *PART, "--yes", "--accept-irreversible")
    found = ringwall(*words, home=blueprint_home)
    assert found.code == 2
    assert " failed  organizations.create_organizational_unit" in found.err
    assert "skipped  organizations.move_account  organizations_account/prod  waits for" in found.err
    assert "to continue: ringwall runs resume " in found.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--blueprint", "b.yaml"), "only one of the two"),
        (("--layer", "accounts"), "choose a part when you plan"),
        (("--prune",), "choose a part when you plan"),
    ],
)
def test_a_saved_plan_is_not_planned_again(
    ringwall: Ringwall, audited_home: Path, plan: str, words: tuple[str, ...], told: str
) -> None:
    found = ringwall("apply", plan, *words, home=audited_home)
    assert found.code == 64
    assert told in found.err


def test_a_blueprint_needs_a_snapshot(ringwall: Ringwall, account: Any, firm: Path) -> None:
    found = ringwall("apply", "--blueprint", firm, "--yes")
    assert (found.code, found.out) == (2, "")
    assert "ringwall collect" in found.err
    assert account.url


def test_two_at_once_are_refused(
    ringwall: Ringwall, account: Any, firm: Path, blueprint_home: Path
) -> None:
    journal = begin_journal(Home(blueprint_home))
    planned = plan_blueprint(blueprint_home, PlanRequest(firm, services=("organizations",)))
    words = ("apply", "--blueprint", firm, *PART, "--yes", "--accept-irreversible")
    other = journal.new_id()
    with holding(Leases(journal.engine), other, planned.plan.changes):
        found = ringwall(*words, home=blueprint_home)
    assert found.code == 64
    assert f"run {other} is changing it" in found.err
    assert account.url

"""The demo: which commands, in which order, about which findings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from built_acme import BuiltAcme

from ringwall.aws.session import Sessions
from ringwall.cli.main import VERBS
from ringwall.emulator.transport import attach
from ringwall.jobs import demo
from ringwall.jobs.blueprint.check import check_blueprint
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.demo import (
    ENTER,
    WHOLE,
    DemoCall,
    DemoStep,
    plan_demo,
    plan_whole,
    serve_demo,
)
from ringwall.jobs.emulator import CREDENTIALS
from ringwall.jobs.findings import show_finding
from ringwall.jobs.fix import FixRequest, carry_out, plan_fix
from ringwall.jobs.rule_choice import name_playbooks
from ringwall.model.errors import RingwallError
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot

REGIONS = ("us-east-1", "eu-west-1")


def take_until(steps: Iterator[DemoStep], verb: str) -> DemoStep:
    """Take steps until one of a verb comes, and return that one."""
    return next(step for step in steps if step.command[:1] == (verb,))


def test_what_was_found_decides_what_is_fixed_and_that_what_is_undone(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    steps = plan_demo(audited_home, Path("r.html"), REGIONS)
    planned = take_until(steps, "fix")
    assert planned.command[-2:] == ENTER
    uids = planned.command[1:-2]
    rules = [show_finding(audited_home, uid).finding.rule for uid in uids]
    playbooks = name_playbooks()
    assert {"kms.key_rotates", "ec2.ssh_is_not_open"} <= set(rules)
    assert len({playbooks[rule] for rule in rules}) == len(rules)  # one of each playbook
    done = take_until(steps, "fix")
    assert done.command == (*planned.command, "--yes")
    plan = plan_fix(audited_home, FixRequest(findings=uids[:1]), connection)
    assert plan
    result = carry_out(audited_home, plan, connection, events)
    assert take_until(steps, "undo").command == ("undo", result.run.id, *ENTER, "--yes")
    *_, last = steps
    assert last.command == ("report", "--to", "r.html")
    assert account.url


def test_every_step_is_a_verb_and_the_first_says_what_for(
    audited_home: Path, connection: AwsAccess, events: Any
) -> None:
    plan = plan_fix(audited_home, FixRequest(rules=("kms.key_rotates",)), connection)
    assert plan
    carry_out(audited_home, plan, connection, events)
    steps = list(plan_demo(audited_home, Path("r.html"), REGIONS))
    assert steps[0].command == ("collect", "--regions", "us-east-1,eu-west-1", *ENTER)
    assert steps[0].title
    verbs = {step.command[0] for step in steps if not step.call}
    assert verbs <= {name for name, _ in VERBS}
    assert verbs == {
        *("collect", "audit", "access", "plan", "apply", "fix", "findings", "undo", "runs"),
        "report",
    }
    shown = [step for step in steps if step.shows_result]
    assert [step.command for step in shown].count(("audit",)) == 1


def test_the_demo_enters_every_account_of_acme(built_acme: BuiltAcme) -> None:
    role = ENTER[1]
    app, acme = built_acme.emulator(), built_acme.acme
    sessions = Sessions(role=role, region=REGIONS[0], transport=lambda s: attach(s, app))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        for account in acme.accounts.values():
            found = sessions.reader(account, REGIONS[0]).call("iam.get_account_summary")
            assert found["SummaryMap"]["Roles"]


def serve_by(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a Python script stand in for the emulator's process."""
    monkeypatch.setattr(demo, "COMMAND", ("-c", script))


def test_the_server_says_how_to_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    serve_by(
        "import time\n"
        "for n in ('AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'):\n"
        "    print(f'export {n}=x-{n}', flush=True)\n"
        "time.sleep(60)\n",
        monkeypatch,
    )
    with serve_demo() as served:
        assert served.variables["AWS_ENDPOINT_URL"] == "x-AWS_ENDPOINT_URL"
        assert len(served.variables) == 3
        assert "us-east-1" in served.regions
    assert served.wait() != 0  # it was ended


def test_a_server_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    serve_by("print('no room at the inn')", monkeypatch)
    with (
        pytest.raises(RingwallError, match="the emulator did not start"),
        serve_demo(),
    ):
        pass


def test_a_blueprint_is_planned_applied_and_tried_with_a_call_before_and_after(
    audited_home: Path,
) -> None:
    steps = plan_demo(audited_home, Path("r.html"), REGIONS)
    before = next(step for step in steps if step.call)
    planned, applied, after = next(steps), next(steps), next(steps)
    assert (planned.command[0], applied.command[0]) == ("plan", "apply")
    assert before.call == after.call == demo.ELSEWHERE
    assert check_blueprint(Path(planned.command[1])).accounts == 7
    assert ("--yes" in applied.command, "--yes" in planned.command) == (True, False)


def test_a_call_is_made_and_what_is_said_is_told(audited_home: Path, account: Any) -> None:
    (name,) = open_snapshot(Home(audited_home).estate).accounts.values()
    call = DemoCall(name, "any", "us-east-1", "ec2.describe_vpcs")
    assert call.make(audited_home).endswith("us-east-1): allowed")
    account.app.deny("ec2:DescribeVpcs")
    assert "ec2.describe_vpcs" in call.make(audited_home)
    assert "allowed" not in call.make(audited_home)


def test_all_layers_are_built_from_nothing_planned_again_and_audited(tmp_path: Path) -> None:
    steps = list(plan_whole(tmp_path, REGIONS[:1]))
    verbs = [step.command[0] for step in steps]
    assert verbs == ["collect", "apply", "collect", "plan", "audit"]
    assert [step.shows_result for step in steps[-2:]] == [True, True]
    assert not any("--role" in step.command for step in steps[:1])  # there is no role yet
    checked = check_blueprint(tmp_path / "whole.yaml")
    assert checked.regions == 1
    assert {"infrastructure", "data", "response"} < {*WHOLE.replace(":", " ").split()}


def test_an_empty_server_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    serve_by(
        "import sys, time\n"
        "for n in ('AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'):\n"
        "    print(f'export {n}={sys.argv[-1]}', flush=True)\n"
        "time.sleep(60)\n",
        monkeypatch,
    )
    with serve_demo("--empty") as served:
        assert {*served.variables.values()} == {"--empty"}
        assert served.regions == ("us-east-1",)

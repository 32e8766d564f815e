"""Runbooks that are delivered, run in the world of the playbooks that do the same."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from blueprint_world import columns_of, want
from response_world import ResponseWorld

ENDED = {"Success", "Failed", "Cancelled", "TimedOut"}
MAX_READS = 300
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ssm.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
BLUEPRINT = """
blueprint: acme
home_region: eu-west-1
accounts:
  email: aws+{account}@acme.io
  security: management
  log_archive: management
  accounts: {management: {id: "%s"}}
response: {runbooks: {enabled: true, names: [%s]}}
"""


def read_policy(name: str, account_id: str) -> Any:
    """Return the policy of the role that a runbook runs as, where it is the only one."""
    rows = columns_of(want(BLUEPRINT % (account_id, name), "response."), "iam_role_policy")
    (found,) = (row["policy_document"] for key, row in rows.items() if "ExecutionRole/" in key)
    return found


def tell_failures(execution: Any) -> list[tuple[str, str]]:
    """Return the steps that did not succeed, and why."""
    return [
        (step["StepName"], step.get("FailureMessage", ""))
        for step in execution["StepExecutions"]
        if step["StepStatus"] not in {"Success", "Pending"}  # not every step is run
    ]


@dataclass
class RunbookWorld:
    """The world of playbooks, and what runbooks do in it by the role of the blueprint."""

    world: ResponseWorld
    asked: set[str] = field(default_factory=set)
    """The actions that sessions of runbooks were checked for."""

    def client(self, service: str) -> Any:
        return self.world.client(service)

    def start(self, name: str, **given: Any) -> str:
        """Make the document and its role, and start it."""
        from ringwall.catalog.ssm.runbook_files import read_runbook  # noqa: PLC0415 - few need it

        iam, ssm = self.client("iam"), self.client("ssm")
        role = iam.create_role(RoleName="run", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
        policy = json.dumps(read_policy(name, self.world.account_id))
        iam.put_role_policy(RoleName="run", PolicyName="runbooks", PolicyDocument=policy)
        content = json.dumps(read_runbook(name))
        ssm.create_document(Name=name, Content=content, DocumentType="Automation")
        values = {key: write_values(value) for key, value in given.items()}
        values["AutomationAssumeRole"] = [role["Arn"]]
        started = ssm.start_automation_execution(DocumentName=name, Parameters=values)
        return str(started["AutomationExecutionId"])

    def wait(self, own: str) -> Any:
        """Read an execution until it has ended."""
        ssm = self.client("ssm")
        for _ in range(MAX_READS):
            found = ssm.get_automation_execution(AutomationExecutionId=own)["AutomationExecution"]
            if found["AutomationExecutionStatus"] in ENDED:
                return found
        raise AssertionError(found)

    def run(self, name: str, **given: Any) -> Any:
        return self.wait(self.start(name, **given))

    def compare(
        self,
        playbook: str,
        threat: Any,
        runbook: str,
        given: dict[str, Any],
        look: Callable[[], Any],
        *,
        unasked: frozenset[str] = frozenset(),
        failing: tuple[str, ...] = (),
        meanwhile: Callable[[], None] = lambda: None,
        **options: str,
    ) -> Any:
        """Let both act on the same beginning; AssertionError where their ends differ.

        The role has just the permissions that were asked for, and those in `unasked`, which are
        for other parameters. `failing` are steps that may fail. `meanwhile` does what happens on
        AWS while the runbook waits.
        """
        start, before = self.world.save(), look()
        self.world.respond(playbook, threat, **options)
        expected = look()
        assert expected != before
        self.world.load(start)
        assert look() == before
        self.asked.clear()
        own = self.start(runbook, **given)
        meanwhile()
        found = self.wait(own)
        assert [one for one in tell_failures(found) if one[0] not in failing] == []
        assert look() == expected
        assert self.asked == list_granted(runbook) - unasked
        return found


def write_values(value: Any) -> list[str]:
    """Return a value of a parameter as the API takes it."""
    items = value if isinstance(value, list) else [value]
    return [str(item).lower() if isinstance(item, bool) else str(item) for item in items]


def list_granted(name: str) -> set[str]:
    """Return the actions that the role of a runbook has for its steps."""
    from ringwall.catalog.ssm.runbook_files import read_runbook  # noqa: PLC0415 - few need it
    from ringwall.catalog.ssm.runbook_permissions import permit_runbooks  # noqa: PLC0415 - the same

    return set(permit_runbooks([read_runbook(name)]))


@pytest.fixture
def runbook_world(response_world: ResponseWorld, monkeypatch: pytest.MonkeyPatch) -> RunbookWorld:
    """Return a world of playbooks in which runbooks run, and what they need is noted."""
    from ringwall.emulator.authorization.enforcement import Enforcement  # noqa: PLC0415 - few need it

    made = RunbookWorld(response_world)
    decide = Enforcement.decide

    def note(own: Any, state: Any, call: Any, caller: Any, need: Any) -> Any:
        if "/Automation-" in caller.arn:
            made.asked.add(need.action)
        return decide(own, state, call, caller, need)

    monkeypatch.setattr(Enforcement, "decide", note)
    return made

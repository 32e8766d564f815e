"""Signals: who may approve, what may be resumed, started and stopped."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from policy_texts import allow, write

from ringwall.emulator.app import Emulator
from ringwall.emulator.authorization.callers import ApiCaller
from ringwall.emulator.automation.signals import is_approver

Runbooks = Any
Client = Callable[..., Any]
SIGNAL = allow("ssm:SendAutomationSignal")
PAUSE = {"action": "aws:pause", "inputs": {}}
ACCOUNT = "123456789012"


class Role:
    """A role as moto keeps it."""

    arn = f"arn:aws:iam::{ACCOUNT}:role/on-call"
    tags = ()


USER = ApiCaller("user", f"arn:aws:iam::{ACCOUNT}:user/ann", ACCOUNT)
SESSION = ApiCaller(
    "session", f"arn:aws:sts::{ACCOUNT}:assumed-role/on-call/ann", ACCOUNT, holder=Role()
)


@pytest.mark.parametrize(
    ("approver", "caller", "expected"),
    [
        ("ann", USER, True),
        ("ann", SESSION, False),
        ("an", USER, False),
        (USER.arn, USER, True),
        (Role.arn, SESSION, True),
        (SESSION.arn, SESSION, True),
        (Role.arn, USER, False),
        ("*", USER, False),
        (f"arn:aws:iam::{ACCOUNT}:user/*", USER, False),
    ],
)
def test_approvers_are_named_in_aws_ways(
    approver: str, caller: ApiCaller, *, expected: bool
) -> None:
    assert is_approver(approver, caller) is expected
    assert not is_approver(approver, replace(caller, arn="arn:aws:iam::1:root", holder=None))


def signal(runbooks: Runbooks, own: str, kind: str, **payload: str) -> None:
    given = {name: [value] for name, value in payload.items()}
    more = {"Payload": given} if given else {}
    runbooks.ssm.send_automation_signal(AutomationExecutionId=own, SignalType=kind, **more)


def test_only_approvers_decide_and_each_once(
    emulator: Emulator, runbooks: Runbooks, client: Client, entrance: Any, refusal: Any
) -> None:
    iam = client("iam")
    for name in ("ann", "ben", "eve"):
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=write(SIGNAL))
    inputs = {"Approvers": ["ann", "ben"], "MinRequiredApprovals": 2}
    runbooks.create("runbook", [{"action": "aws:approve", "inputs": inputs}])
    own = runbooks.start("runbook")

    def decide(name: str) -> Any:
        key = iam.create_access_key(UserName=name)["AccessKey"]
        session = entrance.session(emulator, key["AccessKeyId"], key["SecretAccessKey"])
        return session.create_client("ssm", region_name="us-east-1").send_automation_signal

    given = {"AutomationExecutionId": own, "SignalType": "Approve"}
    for name in ("eve",):
        assert refusal(decide(name), **given) == ("InvalidAutomationSignalException", 400)
    decide("ann")(**given)
    assert refusal(decide("ann"), **given)[0] == "InvalidAutomationSignalException"
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Waiting"
    decide("ben")(**given)
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Success"


def test_a_pause_is_resumed_by_the_name_of_its_step(runbooks: Runbooks, refusal: Any) -> None:
    runbooks.create("runbook", [PAUSE])
    own = runbooks.start("runbook")
    given = {"AutomationExecutionId": own, "SignalType": "Resume"}
    send = runbooks.ssm.send_automation_signal
    assert (
        refusal(send, **given, Payload={"StepName": ["other"]})[0]
        == "AutomationStepNotFoundException"
    )
    assert (
        refusal(send, **{**given, "SignalType": "Approve"})[0] == "InvalidAutomationSignalException"
    )
    signal(runbooks, own, "Resume", StepName="step1")
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Success"
    assert refusal(send, **given)[0] == "InvalidAutomationSignalException"
    unknown = {**given, "AutomationExecutionId": "0" * 36}
    assert refusal(send, **unknown)[0] == "AutomationExecutionNotFoundException"


def test_each_step_of_an_interactive_execution_is_started(runbooks: Runbooks, refusal: Any) -> None:
    call = {"action": "aws:executeAwsApi", "inputs": {"Service": "sts", "Api": "GetCallerIdentity"}}
    runbooks.create("runbook", [call, call])
    own = runbooks.start("runbook", Mode="Interactive")
    for name in ("step1", "step2"):
        found = runbooks.get(own)
        assert found["AutomationExecutionStatus"] == "Waiting"
        wrong = {"SignalType": "StartStep", "Payload": {"StepName": ["step9"]}}
        send = runbooks.ssm.send_automation_signal
        assert (
            refusal(send, AutomationExecutionId=own, **wrong)[0]
            == "AutomationStepNotFoundException"
        )
        signal(runbooks, own, "StartStep", StepName=name)
    found = runbooks.get(own)
    assert (found["AutomationExecutionStatus"], found["Mode"]) == ("Success", "Interactive")


def test_a_step_is_stopped_by_its_id(runbooks: Runbooks, refusal: Any) -> None:
    runbooks.create("runbook", [PAUSE])
    own = runbooks.start("runbook")
    step = runbooks.get(own)["StepExecutions"][0]["StepExecutionId"]
    given = {"AutomationExecutionId": own, "SignalType": "StopStep"}
    wrong = {**given, "Payload": {"StepExecutionId": ["0"]}}
    assert (
        refusal(runbooks.ssm.send_automation_signal, **wrong)[0]
        == "AutomationStepNotFoundException"
    )
    signal(runbooks, own, "StopStep", StepExecutionId=step)
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Cancelled"
    stop = runbooks.ssm.stop_automation_execution
    assert refusal(stop, AutomationExecutionId=own)[0] == "InvalidAutomationStatusUpdateException"

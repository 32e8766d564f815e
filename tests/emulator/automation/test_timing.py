"""Time passes by a caller, or because somebody asks; nobody sleeps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ringwall.emulator.app import Emulator

Runbooks = Any
SLEEP = {"action": "aws:sleep", "inputs": {"Duration": "PT10M"}}
PAUSE = {"action": "aws:pause", "inputs": {}}


def test_a_sleep_lasts_its_time_on_the_emulators_clock(
    emulator: Emulator, runbooks: Runbooks
) -> None:
    runbooks.create("runbook", [SLEEP])
    own = runbooks.start("runbook")
    emulator.pass_time(590)
    state = runbooks.app.state.settings["123456789012", "us-east-1", "ssm.Executions"][own]
    assert state.status == "InProgress"
    emulator.pass_time(10)
    found = runbooks.get(own)
    assert found["AutomationExecutionStatus"] == "Success"
    (step,) = found["StepExecutions"]
    lasted = step["ExecutionEndTime"] - step["ExecutionStartTime"]
    assert timedelta(minutes=10) <= lasted < timedelta(minutes=11)


def test_who_asks_lets_the_time_pass_after_the_answer(runbooks: Runbooks) -> None:
    runbooks.create("runbook", [SLEEP, SLEEP])
    own = runbooks.start("runbook")
    seen = [runbooks.get(own)["AutomationExecutionStatus"] for _ in range(3)]
    assert seen == ["InProgress", "InProgress", "Success"]


def test_who_asks_does_not_end_a_wait_for_people(runbooks: Runbooks) -> None:
    runbooks.create("runbook", [{"action": "aws:approve", "inputs": {"Approvers": ["operator"]}}])
    own = runbooks.start("runbook")
    assert {runbooks.get(own)["AutomationExecutionStatus"] for _ in range(5)} == {"Waiting"}


def test_what_is_due_happens_in_its_order(emulator: Emulator, runbooks: Runbooks) -> None:
    tagged = {"action": "aws:executeAwsApi"}
    for name, minutes in (("late", 20), ("early", 5)):
        queue = {"Service": "sqs", "Api": "CreateQueue", "QueueName": name}
        wait = {"action": "aws:sleep", "inputs": {"Duration": f"PT{minutes}M"}}
        runbooks.create(name, [wait, {**tagged, "inputs": queue}])
        runbooks.start(name)
    emulator.pass_time(3600)
    names = [
        r["requestParameters"]["queueName"]
        for r in emulator.trail
        if r["eventName"] == "CreateQueue"
    ]
    assert names == ["early", "late"]


def test_a_step_times_out_while_it_polls(
    emulator: Emulator, runbooks: Runbooks, instance: str
) -> None:
    wait = {
        "action": "aws:waitForAwsResourceProperty",
        "timeoutSeconds": 60,
        "inputs": {
            "Service": "ec2",
            "Api": "DescribeInstances",
            "InstanceIds": [instance],
            "PropertySelector": "$.Reservations[0].Instances[0].State.Name",
            "DesiredValues": ["stopped"],
        },
    }
    found = runbooks.run(wait)
    assert found["AutomationExecutionStatus"] == "TimedOut"
    assert found["StepExecutions"][0]["StepStatus"] == "TimedOut"
    assert found["FailureMessage"].startswith(
        "Step timed out while step is Poll action status for completion."
    )
    assert emulator.calls["ec2:DescribeInstances"] == 4


def test_a_poll_sees_what_others_do_meanwhile(
    runbooks: Runbooks, instance: str, client: Callable[..., Any]
) -> None:
    wait = {
        "action": "aws:changeInstanceState",
        "inputs": {"InstanceIds": [instance], "DesiredState": "stopped", "CheckStateOnly": True},
    }
    runbooks.create("runbook", [wait])
    own = runbooks.start("runbook")
    assert runbooks.get(own)["AutomationExecutionStatus"] == "InProgress"
    client("ec2").stop_instances(InstanceIds=[instance])
    assert runbooks.wait(own)["AutomationExecutionStatus"] == "Success"

"""Executions run step by step as a runbook says: order, failures, attempts, cancellation."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.automation import progress
from ringwall.emulator.automation.execution import list_running
from ringwall.emulator.automation.progress import AdvanceExecution
from ringwall.emulator.automation.stored_documents import (
    StoredDocument,
    StoredVersion,
    documents_of,
)
from ringwall.emulator.state import Guess

Runbooks = Any
"""conftest.py declares it."""
PAUSE = {"action": "aws:pause", "inputs": {}}
SLEEP = {"action": "aws:sleep", "inputs": {"Duration": "PT1H"}}
FAILS = {
    "action": "aws:executeAwsApi",
    "inputs": {"Service": "ec2", "Api": "DescribeInstances", "InstanceIds": ["i-00000000"]},
}
VARIABLES = {"v": {"type": "String", "default": ""}}
CIRCLE = {"inputs": {"Name": "variable:v", "Value": "a"}, "nextStep": "step1"}
WORKS = {"action": "aws:executeAwsApi", "inputs": {"Service": "sts", "Api": "GetCallerIdentity"}}


def statuses(execution: Any) -> list[str]:
    return [step["StepStatus"] for step in execution["StepExecutions"]]


def test_steps_run_in_order_until_one_ends_the_runbook(runbooks: Runbooks) -> None:
    found = runbooks.run(
        {**WORKS, "nextStep": "step3"},
        WORKS,
        {**WORKS, "isEnd": True},
        WORKS,
    )
    assert found["AutomationExecutionStatus"] == "Success"
    names = {step["StepName"]: step["StepStatus"] for step in found["StepExecutions"]}
    assert names == {"step1": "Success", "step3": "Success", "step2": "Pending", "step4": "Pending"}
    assert found["ProgressCounters"]["TotalSteps"] == 4


def test_a_step_that_fails_aborts_the_execution(runbooks: Runbooks) -> None:
    found = runbooks.run(FAILS, WORKS)
    assert found["AutomationExecutionStatus"] == "Failed"
    assert statuses(found) == ["Failed", "Pending"]
    step = found["StepExecutions"][0]
    assert step["FailureMessage"] == (
        "Step fails when it is Execute/Cancelling action. An error occurred "
        "(InvalidInstanceID.NotFound) when calling the DescribeInstances operation: The instance "
        "ID 'i-00000000' does not exist. Please refer to Automation Service Troubleshooting Guide "
        "for more diagnosis details."
    )
    assert step["FailureDetails"]["FailureStage"] == "Invocation"
    assert step["FailureDetails"]["FailureType"] == "Action"
    assert found["FailureMessage"] == step["FailureMessage"]


def test_a_failure_can_be_passed_over_and_still_counts_if_critical(runbooks: Runbooks) -> None:
    found = runbooks.run({**FAILS, "onFailure": "Continue"}, WORKS)
    assert (found["AutomationExecutionStatus"], statuses(found)) == (
        "Failed",
        ["Failed", "Success"],
    )
    runbooks.create("calm", [{**FAILS, "onFailure": "Continue", "isCritical": False}, WORKS])
    assert runbooks.wait(runbooks.start("calm"))["AutomationExecutionStatus"] == "Success"


def test_a_failure_can_lead_to_another_step(runbooks: Runbooks) -> None:
    found = runbooks.run(
        {**FAILS, "onFailure": "step:step3", "isCritical": False}, {**WORKS, "isEnd": True}, WORKS
    )
    assert [s["StepName"] for s in found["StepExecutions"]] == ["step1", "step3", "step2"]
    assert found["AutomationExecutionStatus"] == "Success"


def test_a_step_is_tried_as_often_as_it_says(emulator: Emulator, runbooks: Runbooks) -> None:
    found = runbooks.run({**FAILS, "maxAttempts": 3})
    assert found["AutomationExecutionStatus"] == "Failed"
    assert emulator.calls["ec2:DescribeInstances"] == 3


def test_what_cannot_be_resolved_fails_before_it_is_called(
    emulator: Emulator, runbooks: Runbooks
) -> None:
    output = {"Name": "Gone", "Selector": "$.Gone", "Type": "String"}
    names = {"Service": "iam", "Api": "GetUser", "UserName": "{{ step1.Gone }}"}
    found = runbooks.run({**WORKS, "outputs": [output]}, {**WORKS, "inputs": names})
    message = found["StepExecutions"][1]["FailureMessage"]
    assert message.startswith(
        "Step fails when it is validating and resolving the step inputs. Failed to resolve input: "
        "step1.Gone to type String."
    )
    assert found["StepExecutions"][1]["FailureDetails"]["FailureStage"] == "InputValidation"
    assert emulator.calls["iam:GetUser"] == 0


@pytest.mark.guesses
def test_an_action_that_is_not_interpreted_fails_loudly(
    emulator: Emulator, runbooks: Runbooks
) -> None:
    inputs = {"stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:a"}
    found = runbooks.run({"action": "aws:executeStateMachine", "inputs": inputs}, WORKS)
    assert found["AutomationExecutionStatus"] == "Failed"
    assert "aws:executeStateMachine is not emulated" in found["FailureMessage"]
    guess = Guess("ssm:StartAutomationExecution", "aws:executeStateMachine", None)
    assert emulator.guesses == [guess]


def test_a_runbook_that_goes_in_circles_is_stopped(runbooks: Runbooks) -> None:
    found = runbooks.run({"action": "aws:updateVariable", **CIRCLE}, variables=VARIABLES)
    assert found["AutomationExecutionStatus"] == "Failed"
    assert found["FailureMessage"] == "The execution has run too many steps."


def test_an_execution_is_cancelled_where_it_waits(runbooks: Runbooks) -> None:
    runbooks.create("runbook", [SLEEP, WORKS])
    own = runbooks.start("runbook")
    runbooks.ssm.stop_automation_execution(AutomationExecutionId=own)
    found = runbooks.get(own)
    assert (found["AutomationExecutionStatus"], statuses(found)) == (
        "Cancelled",
        ["Cancelled", "Pending"],
    )


def test_a_cancelled_step_can_be_followed_by_another(runbooks: Runbooks) -> None:
    runbooks.create("runbook", [{**PAUSE, "onCancel": "step:step3"}, WORKS, WORKS])
    own = runbooks.start("runbook")
    runbooks.ssm.stop_automation_execution(AutomationExecutionId=own)
    found = runbooks.get(own)
    assert found["AutomationExecutionStatus"] == "Cancelled"
    names = {step["StepName"]: step["StepStatus"] for step in found["StepExecutions"]}
    assert names == {"step1": "Cancelled", "step3": "Success", "step2": "Pending"}


def test_an_execution_ends_with_the_step_that_runs(runbooks: Runbooks) -> None:
    runbooks.create("runbook", [SLEEP, WORKS])
    own = runbooks.start("runbook")
    runbooks.ssm.stop_automation_execution(AutomationExecutionId=own, Type="Complete")
    found = runbooks.wait(own)
    assert (found["AutomationExecutionStatus"], statuses(found)) == (
        "Success",
        ["Success", "Pending"],
    )


def test_an_execution_goes_on_in_a_copy_of_the_emulator(
    emulator: Emulator, runbooks: Runbooks
) -> None:
    runbooks.create("runbook", [PAUSE, SLEEP, WORKS])
    own = runbooks.start("runbook")
    saved = emulator.save()
    runbooks.ssm.stop_automation_execution(AutomationExecutionId=own)
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Cancelled"
    emulator.load(saved)
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Waiting"
    signal = {"SignalType": "Resume", "Payload": {"StepName": ["step1"]}}
    runbooks.ssm.send_automation_signal(AutomationExecutionId=own, **signal)
    emulator.load(emulator.save())
    assert runbooks.wait(own)["AutomationExecutionStatus"] == "Success"


@pytest.mark.parametrize(
    "step",
    [
        {**WORKS, "timeoutSeconds": "{{ step1.Nothing }}"},
        {"action": "aws:createTags", "inputs": {"ResourceIds": ["i-1"], "Tags": "all"}},
        {"action": "aws:approve", "inputs": {"Approvers": ["a"], "MinRequiredApprovals": "x"}},
        {"action": "aws:branch", "inputs": {"Choices": ["{{ P }}"]}},
        {
            "action": "aws:executeAutomation",
            "inputs": {"DocumentName": "a", "RuntimeParameters": "b"},
        },
        {"action": "aws:executeAwsApi", "inputs": {"Service": ["ec2"], "Api": {"a": 1}}},
        {"action": "aws:loop", "inputs": {"Iterators": 5, "Steps": [{"name": "abc", **PAUSE}]}},
    ],
)
def test_values_of_other_types_fail_the_step_and_nothing_else(
    runbooks: Runbooks, step: Any
) -> None:
    document: dict[str, Any] = {"mainSteps": [{"name": "step1", **step}], "schemaVersion": "0.3"}
    document["parameters"] = {"P": {"type": "String", "default": "a"}}
    place = ("123456789012", "us-east-1")
    content = json.dumps(document)
    version = StoredVersion(1, "", content, "JSON", datetime.now(UTC))
    held = documents_of(runbooks.app.state, *place)
    held["odd"] = StoredDocument("odd", place[0], "Automation", {1: version})
    found = runbooks.wait(runbooks.start("odd"))
    assert found["AutomationExecutionStatus"] == "Failed"
    assert found["FailureMessage"].startswith("Step fails when it is")


def test_a_runbook_that_starts_itself_ends(emulator: Emulator, runbooks: Runbooks) -> None:
    runbooks.create("own", [{"action": "aws:executeAutomation", "inputs": {"DocumentName": "own"}}])
    assert runbooks.wait(runbooks.start("own"))["AutomationExecutionStatus"] == "Failed"
    made = runbooks.ssm.describe_automation_executions()["AutomationExecutionMetadataList"]
    assert [found["AutomationExecutionStatus"] for found in made] == ["Failed"] * 6
    assert "nested in at most 5 others" in made[0]["FailureMessage"]
    assert not emulator.state.backlog.dropped


def test_an_execution_that_is_not_taken_further_fails(
    emulator: Emulator, runbooks: Runbooks
) -> None:
    own = runbooks.start(runbooks.create("waits", [PAUSE]))
    (key,) = [e.key for e in list_running(emulator.state)]
    AdvanceExecution(key).abandon(emulator)
    assert runbooks.get(own)["FailureMessage"] == "The execution has run too many steps."


def test_attempts_end(runbooks: Runbooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "MAX_RUNS", 3)
    found = runbooks.run({**FAILS, "maxAttempts": 10**9})
    assert found["AutomationExecutionStatus"] == "Failed"


def test_a_timeout_that_is_no_time_fails_the_step(runbooks: Runbooks) -> None:
    found = runbooks.run({**PAUSE, "timeoutSeconds": 10**30})
    assert found["AutomationExecutionStatus"] == "Failed"
    assert "OverflowError" in found["FailureMessage"]

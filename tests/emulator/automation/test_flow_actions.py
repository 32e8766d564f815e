"""Branches, sleeps, pauses, approvals and variables, by AWS's examples."""

from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow, write

from ringwall.emulator.app import Emulator

Runbooks = Any
APPROVER = "arn:aws:iam::123456789012:user/operator"
PAUSE = {"action": "aws:pause", "inputs": {}}


def approve(**inputs: Any) -> dict[str, Any]:
    return {"action": "aws:approve", "inputs": {"Approvers": [APPROVER], **inputs}}


def names(execution: Any, status: str = "Success") -> list[str]:
    steps = execution["StepExecutions"]
    return [step["StepName"] for step in steps if step["StepStatus"] == status]


# https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html
CHOOSE = {
    "action": "aws:branch",
    "inputs": {
        "Choices": [
            {"NextStep": "step2", "Variable": "{{ OSName }}", "StringEquals": "Windows"},
            {"NextStep": "step3", "Variable": "{{ OSName }}", "StringEquals": "Linux"},
        ],
        "Default": "step4",
    },
}
OS_NAME = {"OSName": {"type": "String"}}
BRANCHES = [{"action": "aws:sleep", "inputs": {"Duration": "PT3S"}, "isEnd": True}] * 3


@pytest.mark.parametrize(
    ("system", "step"), [("Windows", "step2"), ("Linux", "step3"), ("MacOS", "step4")]
)
def test_a_branch_goes_where_the_first_choice_holds(
    runbooks: Runbooks, system: str, step: str
) -> None:
    found = runbooks.run(CHOOSE, *BRANCHES, parameters=OS_NAME, given={"OSName": [system]})
    assert names(found) == ["step1", step]


def test_a_branch_without_a_default_goes_on_or_ends(runbooks: Runbooks) -> None:
    bare = {**CHOOSE, "inputs": {"Choices": CHOOSE["inputs"]["Choices"]}}  # type: ignore[index] # a step
    given = {"OSName": ["MacOS"]}
    found = runbooks.run(bare, *BRANCHES, parameters=OS_NAME, given=given)
    assert names(found) == ["step1", "step2"]
    runbooks.create("ends", [{**bare, "isEnd": True}, *BRANCHES], parameters=OS_NAME)
    assert names(runbooks.wait(runbooks.start("ends", Parameters=given))) == ["step1"]


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"Duration": "10 minutes"}, "no ISO 8601 duration"),
        ({"Duration": "P8D"}, "more than 7 days"),
        ({"Timestamp": "tomorrow"}, "no ISO 8601 timestamp"),
        ({"Timestamp": "2999-01-01T00:00:00Z"}, "more than 7 days"),
    ],
)
def test_a_sleep_has_an_end(runbooks: Runbooks, inputs: Any, message: str) -> None:
    found = runbooks.run({"action": "aws:sleep", "inputs": inputs})
    assert message in found["FailureMessage"]


def test_a_timestamp_that_has_passed_is_no_sleep(runbooks: Runbooks) -> None:
    inputs = {"Timestamp": "2020-01-01T00:00:00Z"}
    runbooks.create("runbook", [{"action": "aws:sleep", "inputs": inputs}])
    assert runbooks.get(runbooks.start("runbook"))["AutomationExecutionStatus"] == "Success"


def test_an_approval_lets_the_execution_go_on(
    runbooks: Runbooks, client: Callable[..., Any]
) -> None:
    topic = client("sns").create_topic(Name="AutomationApproval")["TopicArn"]
    arn = "arn:aws:sqs:us-east-1:123456789012:approvals"
    sends = allow("sqs:SendMessage", resource=arn, Principal={"Service": "sns.amazonaws.com"})
    queue = client("sqs").create_queue(QueueName="approvals", Attributes={"Policy": write(sends)})
    queue = queue["QueueUrl"]
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    runbooks.create("runbook", [approve(NotificationArn=topic, Message="isolate?"), PAUSE])
    own = runbooks.start("runbook")
    found = runbooks.get(own)
    assert found["AutomationExecutionStatus"] == "Waiting"
    assert (found["CurrentStepName"], found["CurrentAction"]) == ("step1", "aws:approve")
    assert found["StepExecutions"][0]["Outputs"]["ApprovalStatus"] == ["Waiting"]
    (message,) = client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert "isolate?" in message["Body"]
    assert own in message["Body"]
    signal = {"SignalType": "Approve", "Payload": {"Comment": ["Looks good"]}}
    runbooks.ssm.send_automation_signal(AutomationExecutionId=own, **signal)
    step = runbooks.get(own)["StepExecutions"][0]
    assert step["StepStatus"] == "Success"
    assert step["Outputs"]["ApprovalStatus"] == ["Approved"]
    assert "Looks good" in step["Outputs"]["ApproverDecisions"][0]


def test_a_rejection_fails_the_step(runbooks: Runbooks) -> None:
    runbooks.create("runbook", [approve(), PAUSE])
    own = runbooks.start("runbook")
    runbooks.ssm.send_automation_signal(AutomationExecutionId=own, SignalType="Reject")
    found = runbooks.get(own)
    assert found["AutomationExecutionStatus"] == "Failed"
    assert found["StepExecutions"][0]["Outputs"]["ApprovalStatus"] == ["Rejected"]


def test_an_approval_that_nobody_gives_times_out(emulator: Emulator, runbooks: Runbooks) -> None:
    runbooks.create("runbook", [{**approve(), "timeoutSeconds": 1000}, PAUSE])
    own = runbooks.start("runbook")
    emulator.pass_time(999)
    assert runbooks.get(own)["AutomationExecutionStatus"] == "Waiting"
    emulator.pass_time(2)
    assert runbooks.get(own)["AutomationExecutionStatus"] == "TimedOut"


def test_no_more_approvals_can_be_required_than_there_are_approvers(runbooks: Runbooks) -> None:
    found = runbooks.run(approve(MinRequiredApprovals=2))
    assert "must not exceed the number of Approvers" in found["FailureMessage"]
    runbooks.create("other", [approve(NotificationArn="topic")])
    assert "no ARN of a topic" in runbooks.wait(runbooks.start("other"))["FailureMessage"]


def test_a_variable_gets_a_new_value_of_its_type(runbooks: Runbooks) -> None:
    counted = {"count": {"type": "Integer", "default": 1}}
    choices = [{"NextStep": "step3", "Variable": "{{ variable:count }}", "NumericEquals": 7}]
    found = runbooks.run(
        {"action": "aws:updateVariable", "inputs": {"Name": "variable:count", "Value": "7"}},
        {"action": "aws:branch", "inputs": {"Choices": choices}, "isEnd": True},
        {"action": "aws:sleep", "inputs": {"Duration": "PT1S"}},
        variables=counted,
    )
    assert names(found) == ["step1", "step2", "step3"]
    assert found["Variables"] == {"count": ["7"]}
    wrong = {"action": "aws:updateVariable", "inputs": {"Name": "count", "Value": "many"}}
    runbooks.create("wrong", [wrong], variables=counted)
    assert "no Integer" in runbooks.wait(runbooks.start("wrong"))["FailureMessage"]

"""Events for EventBridge: AWS's examples, for each change of status."""

from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.automation.notices import _write

Runbooks = Any
EXECUTION = "EC2 Automation Execution Status-change Notification"
STEP = "EC2 Automation Step Status-change Notification"


# https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
def test_times_are_written_as_aws_does() -> None:
    assert _write(datetime(2024, 11, 29, 19, 43, 20, tzinfo=UTC)) == "Nov 29, 2024 7:43:20 PM"
    assert _write(datetime(2024, 3, 5, 0, 4, 5, tzinfo=UTC)) == "Mar 5, 2024 12:04:05 AM"


def test_each_status_of_executions_and_steps_is_told(
    emulator: Emulator, runbooks: Runbooks
) -> None:
    emulator.state.published.clear()
    seen: list[Any] = []
    runbooks.create("runcommand1", [{"action": "aws:sleep", "inputs": {"Duration": "PT2S"}}])
    own = runbooks.start("runcommand1")
    runbooks.wait(own)
    seen = [event for event in emulator.state.published if event.source == "aws.ssm"]
    assert [(event.detail_type, event.detail["Status"]) for event in seen] == [
        (EXECUTION, "InProgress"),
        (STEP, "InProgress"),
        (STEP, "Success"),
        (EXECUTION, "Success"),
    ]
    step, whole = seen[-2:]
    assert whole.resources == (
        f"arn:aws:ssm:us-east-1:123456789012:automation-execution/{own}",
        "arn:aws:ssm:us-east-1:123456789012:automation-definition/runcommand1:1",
    )
    assert whole.detail.keys() == {
        "ExecutionId",
        "Definition",
        "DefinitionVersion",
        "Status",
        "StartTime",
        "EndTime",
        "Time",
        "ExecutedBy",
    }
    assert (whole.detail["Definition"], whole.detail["DefinitionVersion"]) == ("runcommand1", 1.0)
    assert whole.detail["ExecutedBy"] == "arn:aws:iam::123456789012:user/operator"
    assert whole.detail["Time"] >= 2000.0
    assert (step.detail["StepName"], step.detail["Action"]) == ("step1", "aws:sleep")
    assert (step.account_id, step.region) == ("123456789012", "us-east-1")

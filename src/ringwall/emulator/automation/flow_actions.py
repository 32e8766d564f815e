"""Actions that change nothing on AWS: they branch, wait, pause, and ask for approval."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from ringwall.emulator.automation.api_calls import call_api
from ringwall.emulator.automation.conditions import holds
from ringwall.emulator.automation.references import MAX_TEXT, write_text
from ringwall.emulator.automation.step_error import StepError, reject_inputs
from ringwall.emulator.automation.step_work import (
    ActionOutcome,
    StepAction,
    StepDone,
    StepWait,
    StepWork,
)
from ringwall.emulator.automation.values import convert

MAX_APPROVERS = 10
MAX_SLEEP = timedelta(days=7)
"""https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html"""
_TOPIC = re.compile(r"arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]+")
_DURATION = re.compile(
    r"P(?:(?P<days>\d{1,3})D)?(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?"
    r"(?:(?P<seconds>\d{1,6})S)?)?"
)


def branch(work: StepWork) -> ActionOutcome:
    """Go to the step of the first choice that holds.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
    """
    for choice in work.inputs["Choices"]:
        try:
            is_chosen = holds(choice)
        except (ValueError, TypeError) as error:
            raise StepError(f"The condition cannot be evaluated: {error}") from error
        if is_chosen:
            return StepDone(next_step=str(choice["NextStep"]))
    default = str(work.inputs.get("Default") or "")
    return StepDone(next_step=default)


def sleep(work: StepWork) -> ActionOutcome:
    """Wait for a time, at most seven days: the emulator's clock is moved, nobody sleeps."""
    if "until" not in work.memory:
        work.memory["until"] = _find_end(work)
    until: datetime = work.memory["until"]
    return StepDone() if work.now >= until else StepWait(until)


def _find_end(work: StepWork) -> datetime:
    timestamp = work.inputs.get("Timestamp")
    if timestamp:
        try:
            end = datetime.fromisoformat(str(timestamp))
        except ValueError as error:
            raise reject_inputs(f"Timestamp {timestamp} is no ISO 8601 timestamp") from error
        end = end if end.tzinfo else end.replace(tzinfo=UTC)
    else:
        end = work.now + _read_duration(str(work.inputs["Duration"]))
    if end - work.now > MAX_SLEEP:
        raise reject_inputs("A sleep of more than 7 days is not supported")
    return end


def _read_duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    parts = (
        {unit: int(value) for unit, value in found.groupdict().items() if value} if found else {}
    )
    if not parts:
        raise reject_inputs(f"Duration {text} is no ISO 8601 duration")
    return timedelta(**parts)


def pause(work: StepWork) -> ActionOutcome:
    """Wait until somebody resumes the automation."""
    return StepDone() if work.memory.get("resumed") else StepWait(is_for_signal=True)


def approve(work: StepWork) -> ActionOutcome:
    """Wait until enough of the approvers have approved, or one has rejected.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html
    """
    approvers = work.read_list("Approvers")
    least = int(work.inputs.get("MinRequiredApprovals") or 1)
    if not 1 <= len(approvers) <= MAX_APPROVERS or not 1 <= least <= len(set(approvers)):
        raise reject_inputs("MinRequiredApprovals must not exceed the number of Approvers, 1 to 10")
    decisions = work.memory.setdefault("decisions", [])
    if not work.memory.get("asked"):
        work.memory["asked"] = True
        _ask(work)
    status = _count(decisions, least)
    work.run.outputs = {"ApprovalStatus": status, "ApproverDecisions": list(decisions)}
    if status == "Rejected":
        raise StepError("The step was rejected by an approver")
    return StepDone(work.run.outputs) if status == "Approved" else StepWait(is_for_signal=True)


def _count(decisions: list[Mapping[str, str]], least: int) -> str:
    if any(decision["Decision"] == "Reject" for decision in decisions):
        return "Rejected"
    agreed = {decision["Approver"] for decision in decisions}
    return "Approved" if len(agreed) >= least else "Waiting"


def _ask(work: StepWork) -> None:
    """Tell the topic that an approval is asked for."""
    topic = str(work.inputs.get("NotificationArn") or "")
    if not topic:
        return
    if not _TOPIC.fullmatch(topic):
        raise reject_inputs(f"NotificationArn {topic} is no ARN of a topic")
    own = work.execution.execution_id
    text = str(work.inputs.get("Message") or "")
    message = f"{text}\nAutomation execution {own} waits for approval of step {work.run.name}."
    given = {"TopicArn": topic, "Subject": "Automation Approval Request", "Message": message}
    place = topic.split(":")[3]
    call_api(work.emulator, work.execution, "sns", "Publish", given, place)


def update_variable(work: StepWork) -> ActionOutcome:
    """Give a variable of the document a new value.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html
    """
    name = str(work.inputs["Name"]).removeprefix("variable:")
    declared = work.execution.runbook.variables.get(name)
    if declared is None:
        raise reject_inputs(f"the variable {name} is not defined in the document")
    try:
        value = convert(work.inputs["Value"], str(declared.get("type", "String")))
    except ValueError as error:
        raise reject_inputs(str(error)) from error
    if len(write_text(value)) > MAX_TEXT:
        raise reject_inputs(f"the value of {name} has more than {MAX_TEXT} characters")
    work.execution.variables[name] = value
    return StepDone()


FLOW_ACTIONS: Mapping[str, StepAction] = {
    "aws:approve": approve,
    "aws:branch": branch,
    "aws:pause": pause,
    "aws:sleep": sleep,
    "aws:updateVariable": update_variable,
}

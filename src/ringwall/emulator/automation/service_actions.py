"""Actions that call any AWS service: executeAwsApi and its kin, Lambda, commands, automations."""

import json
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.automation.api_calls import call_api
from ringwall.emulator.automation.execution import ENDED, find_execution
from ringwall.emulator.automation.json_path import select
from ringwall.emulator.automation.references import write_text
from ringwall.emulator.automation.step_error import StepError, reject_inputs
from ringwall.emulator.automation.step_work import (
    ActionOutcome,
    StepAction,
    StepDone,
    StepWait,
    StepWork,
)
from ringwall.emulator.automation.values import convert, read_outputs

PARENT = "ringwall.automation_parent"
"""Key of a request's WSGI environment: the execution for which another one is started."""
_OWN = ("Service", "Api", "PropertySelector", "DesiredValues")
_UNDER_WAY = ("Pending", "InProgress", "Delayed", "Cancelling")


def execute_api(work: StepWork) -> ActionOutcome:
    """Make a call, and select outputs of its answer.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html
    """
    return StepDone(select_outputs(work, _call(work)))


def _call(work: StepWork) -> dict[str, Any]:
    given = {name: value for name, value in work.inputs.items() if name not in _OWN}
    service, operation = str(work.inputs["Service"]), str(work.inputs["Api"])
    return call_api(work.emulator, work.execution, service, operation, given)


def select_outputs(work: StepWork, answer: Any) -> dict[str, Any]:
    """Return the outputs that the step asks for: none for what the answer does not have."""
    found: dict[str, Any] = {}
    for output in work.run.step.get("outputs") or ():
        value = select(str(output["Selector"]), answer)
        if value is None:
            continue
        try:
            found[str(output["Name"])] = convert(value, str(output.get("Type") or "String"))
        except ValueError as error:
            raise StepError(f"The output {output['Name']} cannot be read: {error}") from error
    return found


def assert_property(work: StepWork) -> ActionOutcome:
    """Fail unless a property has one of the values that are wanted.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-assertAwsResourceProperty.html
    """
    answer = _call(work)
    has_value, value = _compare(work, answer)
    if has_value:
        return StepDone(select_outputs(work, answer))
    wanted = write_text(work.inputs["DesiredValues"])
    reason = f"The property has the value {write_text(value)}, which is none of {wanted}"
    raise StepError(reason, kind="Verification", stage="PostVerification")


def wait_for_property(work: StepWork) -> ActionOutcome:
    """Look again until a property has one of the values that are wanted.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-waitForAwsResourceProperty.html
    """
    answer = _call(work)
    if _compare(work, answer)[0]:
        return StepDone(select_outputs(work, answer))
    return work.wait_for_poll()


def _compare(work: StepWork, answer: Any) -> tuple[bool, Any]:
    """Return whether a property has a wanted value, and its value."""
    try:
        value = select(str(work.inputs["PropertySelector"]), answer)
    except ValueError as error:
        raise reject_inputs(str(error)) from error
    desired = work.inputs["DesiredValues"]
    texts = [write_text(item) for item in (desired if isinstance(desired, list) else [desired])]
    if isinstance(value, bool):
        return str(value).lower() in [text.lower() for text in texts], value
    # A selector that means several places wants every one of them to have a desired value.
    values = value if isinstance(value, list) else [value]
    return bool(values) and all(write_text(item) in texts for item in values), value


def invoke_function(work: StepWork) -> ActionOutcome:
    """Call a Lambda function.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html
    """
    given = dict(work.inputs)
    if "InputPayload" in given:
        given["Payload"] = json.dumps(given.pop("InputPayload"))
    answer = call_api(work.emulator, work.execution, "lambda", "Invoke", given, is_streamed=True)
    payload = str(answer.get("Payload", ""))
    if answer.get("FunctionError"):
        raise StepError(f"The function failed ({answer['FunctionError']}): {payload}")
    kept = ("StatusCode", "LogResult")
    own = {name: answer[name] for name in kept if name in answer} | {"Payload": payload}
    return StepDone(own | select_outputs(work, _load(payload)))


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def run_command(work: StepWork) -> ActionOutcome:
    """Send a command to instances, and wait for what they answer.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html
    """
    if "command" not in work.memory:
        answer = work.call("ssm", "SendCommand", **work.inputs)
        work.memory["command"] = answer["Command"]["CommandId"]
    command = work.memory["command"]
    listed = work.call("ssm", "ListCommandInvocations", CommandId=command, Details=True)
    invocations = listed["CommandInvocations"]
    if any(found["Status"] in _UNDER_WAY for found in invocations):
        return work.wait_for_poll()
    plugins = [plugin for found in invocations for plugin in found.get("CommandPlugins", ())]
    failed = [found for found in invocations if found["Status"] != "Success"]
    work.run.outputs = {
        "CommandId": command,
        "Status": "Failed" if failed else "Success",
        "ResponseCode": next((p["ResponseCode"] for p in plugins if p["ResponseCode"]), 0),
        "Output": "\n".join(plugin.get("Output", "") for plugin in plugins),
    }
    if failed:
        raise StepError(f"Command {command} returned {failed[0]['Status']}")
    return StepDone(work.run.outputs)


def execute_automation(work: StepWork) -> ActionOutcome:
    """Run another document, and wait for its end.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html
    """
    account, region, own = work.execution.key
    if "child" not in work.memory:
        given = dict(work.inputs)
        parameters = given.pop("RuntimeParameters", None) or {}
        given["Parameters"] = {name: _as_list(value) for name, value in parameters.items()}
        environ = {PARENT: (account, region, own)}
        answer = call_api(
            work.emulator,
            work.execution,
            "ssm",
            "StartAutomationExecution",
            {name: value for name, value in given.items() if value},
            environ=environ,
        )
        work.memory["child"] = (account, region, answer["AutomationExecutionId"])
    child = find_execution(work.emulator.state, work.memory["child"])
    if child.status not in ENDED:
        return StepWait()
    outputs = {"ExecutionId": child.execution_id, "Status": child.status}
    work.run.outputs = outputs | {"Output": read_outputs(child)}
    if child.status != "Success":
        raise StepError(f"Automation execution {child.execution_id} ended as {child.status}")
    return StepDone(work.run.outputs)


def _as_list(value: Any) -> list[str]:
    return [write_text(item) for item in (value if isinstance(value, list) else [value])]


SERVICE_ACTIONS: Mapping[str, StepAction] = {
    "aws:assertAwsResourceProperty": assert_property,
    "aws:executeAutomation": execute_automation,
    "aws:executeAwsApi": execute_api,
    "aws:invokeLambdaFunction": invoke_function,
    "aws:runCommand": run_command,
    "aws:waitForAwsResourceProperty": wait_for_property,
}

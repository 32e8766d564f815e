"""The action that runs a script of Python: as functions run, where that is turned on.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html
"""

import json
import sys
from pathlib import Path
from typing import Any

from ringwall.emulator.automation.api_calls import find_access_key, find_token
from ringwall.emulator.automation.service_actions import select_outputs
from ringwall.emulator.automation.step_error import StepError, StepTimeout, reject_inputs
from ringwall.emulator.automation.step_work import ActionOutcome, StepDone, StepWork
from ringwall.emulator.functions.connection import AwsKeys, run_connected, write_limits
from ringwall.emulator.functions.folder import own_folder
from ringwall.emulator.functions.invocation import OFF, PYTHON
from ringwall.emulator.functions.package import link_runtime
from ringwall.emulator.functions.process import ProcessOutcome

MAX_SECONDS = 600
MAX_PAYLOAD = 100 * 1024
"""Bytes of what a script may return."""
MEMORY = STORAGE = 512
"""MiB: AWS does not say how much a script has."""
MODULE = "ringwall_script"


def execute_script(work: StepWork) -> ActionOutcome:
    """Run the script and select outputs of what it returned."""
    if not work.emulator.run_functions:
        work.emulator.state.guess("ssm:StartAutomationExecution", "aws:executeScript", None)
        raise StepError(f"The action aws:executeScript is not run: {OFF}", kind="Internal")
    script, handler = _read(work)
    with own_folder("ringwall-script-") as folder:
        for name in ("task", "tmp"):
            (folder / name).mkdir()
        (folder / "task" / f"{MODULE}.py").write_text(script, encoding="utf-8")
        link_runtime(folder / "runtime")
        seconds = min(work.run.timeout or MAX_SECONDS, MAX_SECONDS)
        request = _write_request(work, folder, handler, seconds)
        # What nobody issued is nobody's there: a script of the operator's needs an assumeRole.
        access_key = find_access_key(work.emulator, work.execution)
        keys = AwsKeys(access_key, "-", find_token(work.emulator, access_key))
        outcome = run_connected(work.emulator, request, folder, seconds, keys)
    found = _load(outcome)
    return StepDone({"Payload": found} | select_outputs(work, {"Payload": found}))


def _read(work: StepWork) -> tuple[str, str]:
    """Return the script and the name of its function; StepError for what does not run here."""
    runtime, handler = str(work.inputs["Runtime"]), str(work.inputs["Handler"])
    script = work.inputs.get("Script")
    if not PYTHON.fullmatch(runtime):
        raise reject_inputs(f"the emulator runs scripts of Python alone, and this one is {runtime}")
    if not isinstance(script, str) or not script or "Attachment" in work.inputs:
        raise reject_inputs("the emulator runs scripts that are in the document: give a Script")
    if not handler.isidentifier():
        raise reject_inputs(f"the Handler {handler} is no name of a function")
    return script, handler


def _write_request(work: StepWork, folder: Path, handler: str, seconds: int) -> dict[str, Any]:
    region = work.execution.key[1]
    name = "aws:executeScript"
    return {
        "handler": f"{MODULE}.{handler}",
        "event": json.dumps(work.inputs.get("InputPayload") or {}),
        "task": str(folder / "task"),
        "paths": [str(folder / "task"), str(folder / "runtime")],
        "seconds": seconds,
        "environment": {"AWS_REGION": region, "AWS_DEFAULT_REGION": region},
        "limits": write_limits(seconds, MEMORY, STORAGE),
        "context": {
            "function_name": name,
            "function_version": f"python{sys.version_info.major}.{sys.version_info.minor}",
            "invoked_function_arn": work.execution.arn,
            "memory_limit_in_mb": str(MEMORY),
            "aws_request_id": work.run.step_id,
            "log_group_name": "",
            "log_stream_name": "",
        },
    }


def _load(outcome: ProcessOutcome) -> Any:
    """Return what the script returned; StepError where it raised, was too slow or ended."""
    if outcome.error is not None:
        told = f"{outcome.error.get('errorType')} - {outcome.error.get('errorMessage')}"
        raise StepError(f"The script failed: {told}")
    if outcome.is_timeout:
        raise StepTimeout("Running the script")
    if outcome.result is None:
        raise StepError(f"The script ended with the status {outcome.status}")
    if len(outcome.result.encode()) > MAX_PAYLOAD:
        raise StepError(f"The script returned more than {MAX_PAYLOAD} bytes")
    return json.loads(outcome.result)


SCRIPT_ACTIONS = {"aws:executeScript": execute_script}

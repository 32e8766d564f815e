"""What references of a running document stand for.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html
"""

from datetime import datetime
from typing import Any

from ringwall.emulator.automation.execution import NO_OUTPUT, Execution
from ringwall.emulator.automation.references import write_text


def find_value(execution: Execution, name: str, now: datetime) -> Any:
    """Return what a reference stands for; LookupError where nothing does."""
    account, region, own = execution.key
    system = {
        "automation:EXECUTION_ID": own,
        "global:ACCOUNT_ID": account,
        "global:DATE": now.strftime("%Y-%m-%d"),
        "global:DATE_TIME": now.strftime("%Y-%m-%d_%H.%M.%S"),
        "global:REGION": region,
    }
    if name in system:
        return system[name]
    if name in execution.values:
        return execution.values[name]
    if name.startswith("variable:"):
        return execution.variables[name.removeprefix("variable:")]
    step, _, output = name.partition(".")
    run = execution.last_run(step)
    if run is None or output not in run.outputs:
        raise LookupError(name)
    return run.outputs[output]


def read_outputs(execution: Execution) -> dict[str, list[str]]:
    """Return the outputs of the document, as the API has them: lists of texts."""
    found: dict[str, list[str]] = {}
    for name in execution.runbook.outputs:
        try:
            value = find_value(execution, name, execution.started)
        except LookupError:
            value = NO_OUTPUT
        found[name] = write_list(value)
    return found


def write_list(value: Any) -> list[str]:
    """Return a value as the API has it: each item as text."""
    return [write_text(item) for item in (value if isinstance(value, list) else [value])]


def convert(value: Any, kind: str) -> Any:
    """Return what a selector found in an output's type; ValueError where it cannot be."""
    if kind == "StringList":
        return [write_text(item) for item in (value if isinstance(value, list) else [value])]
    if kind == "MapList":
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, dict) for item in items):
            raise ValueError("the value is no MapList")
        return items
    if kind == "Integer":
        if isinstance(value, bool) or not str(value).lstrip("-").isdecimal():
            raise ValueError(f"{write_text(value)} is no Integer")
        return int(value)
    if kind == "Boolean":
        if str(value).lower() not in {"true", "false"}:
            raise ValueError(f"{write_text(value)} is no Boolean")
        return str(value).lower() == "true"
    if kind == "StringMap" and not isinstance(value, dict):
        raise ValueError("the value is no StringMap")
    return value if kind == "StringMap" else write_text(value)

"""What is wrong with the content of a document, found when it is created.

https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.automation.allowed_patterns import check_pattern
from ringwall.emulator.automation.conditions import find_faults
from ringwall.emulator.automation.json_path import parse_path
from ringwall.emulator.automation.parameters import PLAIN, is_type
from ringwall.emulator.automation.references import find_references
from ringwall.emulator.automation.runbook import ACTIONS, walk_steps

SCHEMAS: Mapping[str, tuple[str, ...]] = {
    "Automation": ("0.3",),
    "Command": ("1.2", "2.0", "2.2"),
    "Policy": ("2.0",),
    "Session": ("1.0",),
}
"""Types of documents, and their versions of the schema."""
SYSTEM = frozenset(
    {
        "automation:EXECUTION_ID",
        "global:ACCOUNT_ID",
        "global:DATE",
        "global:DATE_TIME",
        "global:REGION",
    }
)
"""Names that every execution has a value for."""
_TOP = frozenset(
    {"assumeRole", "description", "files", "mainSteps", "outputs", "parameters", "schemaVersion"}
    | {"variables"}
)
_STEP = frozenset(
    {"action", "description", "inputs", "isCritical", "isEnd", "maxAttempts", "name", "nextStep"}
    | {"onCancel", "onFailure", "outputs", "timeoutSeconds"}
)
_NAME = re.compile(r"[a-zA-Z0-9_]{3,128}")


def find_fault(content: Mapping[str, Any], kind: str) -> str:
    """Return the first fault of a document of a type; '' where there is none."""
    version = str(content.get("schemaVersion", ""))
    if version not in SCHEMAS[kind]:
        return f"schemaVersion {version or 'missing'} is not supported for {kind} documents"
    if kind == "Automation":
        return next(_find_in_runbook(content), "")
    if kind == "Session":
        return "" if content.get("sessionType") else "sessionType is missing"
    steps = content.get("runtimeConfig" if version == "1.2" else "mainSteps")
    if kind == "Command" and not steps:
        return "the document has no steps"
    if kind == "Command" and not all(is_type(p.get("type")) for p in _parameters(content)):
        return "a parameter has no supported type"
    return ""


def _parameters(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = content.get("parameters") or {}
    values = found.values() if isinstance(found, Mapping) else [found]
    return [value if isinstance(value, Mapping) else {} for value in values]


def _find_in_runbook(content: Mapping[str, Any]) -> Iterator[str]:
    for name in content:
        if name not in _TOP:
            yield f"{name} is no property of an Automation document"
    steps = content.get("mainSteps")
    if not isinstance(steps, list) or not steps:
        yield "mainSteps must be a list with at least one step"
        return
    for group in ("parameters", "variables"):
        yield from _find_in_declared(group, content.get(group))
    yield from _find_in_steps(steps)
    yield from _find_in_references(content)


def _find_in_declared(group: str, declared: Any) -> Iterator[str]:
    if declared is not None and not isinstance(declared, Mapping):
        yield f"{group} must be a map"
        return
    for name, facts in (declared or {}).items():
        kind = facts.get("type") if isinstance(facts, Mapping) else None
        if not (is_type(kind) if group == "parameters" else kind in PLAIN):
            yield f"{group[:-1]} {name} has the type {kind}, which is not supported"
            continue
        try:
            check_pattern(str(facts.get("allowedPattern", "")))
        except ValueError as error:
            yield f"{group[:-1]} {name} has a wrong allowedPattern: {error}"


def _find_in_steps(steps: list[Any]) -> Iterator[str]:
    names: set[str] = set()
    for step in walk_steps(steps):
        name = str(step.get("name", ""))
        if not _NAME.fullmatch(name):
            yield f"{name!r} is no valid name of a step"
        if name in names:
            yield f"the name of step {name} is not unique"
        names.add(name)
    yield from _find_in_sequence(steps)


def _find_in_sequence(steps: list[Any]) -> Iterator[str]:
    """Yield the faults of steps that follow each other: those of a loop stay among themselves."""
    if not all(isinstance(step, Mapping) for step in steps):
        yield "a step must be a map"
        return
    siblings = {str(step.get("name")) for step in steps}
    for step in steps:
        yield from _find_in_step(step, siblings)


def _find_in_step(step: Mapping[str, Any], siblings: set[str]) -> Iterator[str]:
    name, action = step.get("name"), str(step.get("action"))
    for key in step:
        if key not in _STEP:
            yield f"step {name}: {key} is no property of a step"
    if action not in ACTIONS:
        yield f"step {name}: the action {action} is not supported"
        return
    inputs = step.get("inputs", {})
    if not isinstance(inputs, Mapping):
        yield f"step {name}: inputs must be a map"
        return
    missing = [required for required in ACTIONS[action] if inputs.get(required) is None]
    if missing:
        yield f"step {name}: the input {missing[0]} of {action} is missing"
    yield from _find_in_flow(step, siblings)
    yield from _find_in_outputs(step)
    yield from _find_in_inputs(step, siblings)


def _find_in_flow(step: Mapping[str, Any], siblings: set[str]) -> Iterator[str]:
    name = step.get("name")
    following = step.get("nextStep")
    if following is not None and following not in siblings:
        yield f"step {name}: nextStep {following} is no step of the document"
    for key in ("isEnd", "isCritical"):
        if not isinstance(step.get(key, False), bool) and step[key] not in {"true", "false"}:
            yield f"step {name}: {key} must be true or false"
    for key, words in (("onFailure", ("Abort", "Continue")), ("onCancel", ("Abort",))):
        chosen = str(step.get(key, "Abort"))
        kind, _, target = chosen.partition(":")
        if chosen not in words and (kind != "step" or target not in siblings):
            yield f"step {name}: {key} must be {', '.join(words)} or step: with a step's name"
    for key in ("maxAttempts", "timeoutSeconds"):
        value = step.get(key, 1)
        if not isinstance(value, int) and not list(find_references(value)):
            yield f"step {name}: {key} must be an integer"


def _find_in_outputs(step: Mapping[str, Any]) -> Iterator[str]:
    name = step.get("name")
    for output in step.get("outputs") or ():
        if not isinstance(output, Mapping) or not {"Name", "Selector"} <= output.keys():
            yield f"step {name}: an output must have a Name and a Selector"
            continue
        if output.get("Type", "String") not in PLAIN:
            yield f"step {name}: the output {output['Name']} has no supported Type"
        try:
            parse_path(str(output["Selector"]))
        except ValueError as error:
            yield f"step {name}: {error}"


def _find_in_inputs(step: Mapping[str, Any], siblings: set[str]) -> Iterator[str]:
    name, action, inputs = step.get("name"), step.get("action"), step.get("inputs", {})
    if action == "aws:branch":
        if not isinstance(inputs.get("Choices"), list):
            yield f"step {name}: Choices must be a list"
        for choice in inputs["Choices"] if isinstance(inputs.get("Choices"), list) else ():
            yield from (f"step {name}: {fault}" for fault in find_faults(choice))
            if isinstance(choice, Mapping) and choice.get("NextStep") not in siblings:
                yield f"step {name}: {choice.get('NextStep')} is no step of the document"
        if inputs.get("Default") and inputs["Default"] not in siblings:
            yield f"step {name}: {inputs['Default']} is no step of the document"
    elif action == "aws:sleep" and ("Duration" in inputs) == ("Timestamp" in inputs):
        yield f"step {name}: aws:sleep needs either Duration or Timestamp"
    elif action == "aws:loop":
        if ("Iterators" in inputs) == ("LoopCondition" in inputs):
            yield f"step {name}: aws:loop needs either Iterators or LoopCondition"
        steps = inputs.get("Steps")
        yield from _find_in_sequence(steps if isinstance(steps, list) else [steps])


def _find_in_references(content: Mapping[str, Any]) -> Iterator[str]:
    parameters = content.get("parameters") or {}
    variables = content.get("variables") or {}
    steps = {str(step.get("name")) for step in walk_steps(content.get("mainSteps"))}
    rest = [*find_references(content.get("mainSteps")), *find_references(content.get("assumeRole"))]
    for name in rest:
        head, dot, _ = name.partition(".")
        if name.startswith("variable:") and name.removeprefix("variable:") in variables:
            continue
        if name in SYSTEM or name in parameters or (dot and head in steps):
            continue
        yield f"{{{{ {name} }}}} is not defined in the document"
    for output in content.get("outputs") or ():
        head = str(next(iter(output)) if isinstance(output, Mapping) else output).partition(".")[0]
        if head not in steps and not head.startswith("variable:"):
            yield f"the output {output} is of no step of the document"

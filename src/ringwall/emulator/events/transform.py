"""What a target gets of an event: all of it, a part of it, a text, or a template filled from it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
import re
from collections.abc import Mapping
from typing import Any

PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.\-]+)>")
STEP = re.compile(r"\.([A-Za-z0-9_\-/]+)|\[(\d+|\*)\]|\.(\*)")
PREDEFINED = (
    "aws.events.rule-arn",
    "aws.events.rule-name",
    "aws.events.event.ingestion-time",
    "aws.events.event",
    "aws.events.event.json",
)
"""Variables that every template has; nobody can define others of these names."""
INPUTS = ("Input", "InputPath", "InputTransformer")
MAX_VARIABLES = 100
MAX_INPUT = 1024 * 1024
"""Characters that a filled template may have: as much as an event."""


class NoJsonLeft(ValueError):
    """A template that is no JSON once it is filled."""


class InputTooLarge(ValueError):
    """A template that is larger than any target takes, once it is filled."""


def write_input(target: Mapping[str, Any], event: Mapping[str, Any], rule_arn: str) -> str:
    """Return what a target gets of an event.

    NoJsonLeft if its template gives no JSON, InputTooLarge if it gives too much.
    """
    if "Input" in target:
        return str(target["Input"])
    if path := target.get("InputPath"):
        return json.dumps(_find(event, path))
    if transformer := target.get("InputTransformer"):
        return _fill(transformer, event, rule_arn)
    return json.dumps(event)


def find_input_error(target: Mapping[str, Any]) -> str:
    """Return what is wrong with the input of a target; '' where nothing is."""
    target_id = target.get("Id", "")
    if sum(target.get(name) is not None for name in INPUTS) > 1:
        return f"Only one of Input, InputPath, or InputTransformer must be provided for {target_id}"
    if "Input" in target and not _is_json(target["Input"]):
        return f"Invalid Input for target {target_id}"
    path = target.get("InputPath")
    if path and not _is_path(path):
        return f"Invalid InputPath for target {target_id}"
    transformer = target.get("InputTransformer")
    if transformer and (reason := _find_template_error(transformer)):
        return f"Invalid InputTemplate for target {target_id} : [{reason}]"
    return ""


def _find_template_error(transformer: Mapping[str, Any]) -> str:
    paths = transformer.get("InputPathsMap") or {}
    for name, path in paths.items():
        if name.lower().startswith("aws"):
            return f"the variable {name} has a name that is reserved"
        if not _is_path(path):
            return f"{path} is no valid JSON path"
    if len(paths) > MAX_VARIABLES:
        return f"there are more than {MAX_VARIABLES} variables"
    template = transformer["InputTemplate"]
    for name in PLACEHOLDER.findall(template):
        if name not in paths and name not in PREDEFINED:
            return f"the variable {name} is not defined"
    blank = PLACEHOLDER.sub("0", template)
    lines = blank.splitlines() if template.lstrip().startswith('"') else [blank]
    return "" if all(_is_json(line) for line in lines if line.strip()) else "it is no valid JSON"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_path(path: str) -> bool:
    return path.startswith("$") and re.fullmatch(f"(?:{STEP.pattern})*", path[1:]) is not None


def _find(event: Any, path: str) -> Any:
    """Return what a JSON path names; None where it names nothing."""
    found = [event]
    is_many = False
    for member, index, star in STEP.findall(path[1:]):
        if star or index == "*":
            is_many = True
            found = [inner for value in found for inner in _members(value)]
        elif member:
            found = [v[member] for v in found if isinstance(v, Mapping) and member in v]
        else:
            at = int(index)
            found = [v[at] for v in found if isinstance(v, list | tuple) and at < len(v)]
    if is_many:
        return found
    return found[0] if found else None


def _members(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def _fill(transformer: Mapping[str, Any], event: Mapping[str, Any], rule_arn: str) -> str:
    template = str(transformer["InputTemplate"])
    values: dict[str, Any] = {
        name: _find(event, path) for name, path in (transformer.get("InputPathsMap") or {}).items()
    } | {
        "aws.events.rule-arn": rule_arn,
        "aws.events.rule-name": rule_arn.rpartition("/")[2],
        "aws.events.event.ingestion-time": event["time"],
        "aws.events.event": {k: v for k, v in event.items() if k != "detail"},
        "aws.events.event.json": event,
    }
    parts = []
    at = size = 0
    for found in PLACEHOLDER.finditer(template):
        parts.append(template[at : found.start()])
        is_quoted = _is_in_string(template[: found.start()])
        parts.append(_write(values.get(found[1]), is_quoted=is_quoted))
        at = found.end()
        size += len(parts[-1])
        if size > MAX_INPUT:
            raise InputTooLarge(f"the input has more than {MAX_INPUT} characters")
    filled = "".join([*parts, template[at:]])
    if template.lstrip().startswith(("{", "[")) and not _is_json(filled):
        raise NoJsonLeft("the input is no valid JSON once the template is filled")
    return filled


def _is_in_string(before: str) -> bool:
    return len(re.findall(r'(?<!\\)(?:\\\\)*"', before)) % 2 == 1


def _write(value: Any, *, is_quoted: bool) -> str:
    """Return a value as a template has it: a text without quotes where it stands in quotes.

    A variable that was not found is empty. An object in a text loses its quotes.
    """
    if not is_quoted:
        return json.dumps("" if value is None else value)
    if value is None:
        return ""
    if isinstance(value, str):
        return json.dumps(value)[1:-1]
    return json.dumps(value, separators=(",", ":")).replace('"', "").replace("\\", "")

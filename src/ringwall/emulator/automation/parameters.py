"""Parameters of a document: their types, and the values that an execution starts with.

https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringwall.emulator.automation.allowed_patterns import is_allowed

PLAIN = frozenset({"String", "StringList", "Boolean", "Integer", "MapList", "StringMap"})
PATTERNS: Mapping[str, str] = {
    "AWS::EC2::Image::Id": r"ami-[0-9a-f]{8,17}",
    "AWS::EC2::Instance::Id": r"i-[0-9a-f]{8,17}",
    "AWS::EC2::SecurityGroup::Id": r"sg-[0-9a-f]{8,17}",
    "AWS::EC2::Subnet::Id": r"subnet-[0-9a-f]{8,17}",
    "AWS::EC2::VPC::Id": r"vpc-[0-9a-f]{8,17}",
    "AWS::EC2::Volume::Id": r"vol-[0-9a-f]{8,17}",
    "AWS::EC2::Snapshot::Id": r"snap-[0-9a-f]{8,17}",
    "AWS::IAM::Role::Arn": r"arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+",
    "AWS::IAM::User::UserName": r"[\w+=,.@-]{1,64}",
    "AWS::S3::Bucket::Name": r"[0-9a-z][a-z0-9.-]{2,62}",
}
"""What identifiers of AWS's resources look like, by the type of a parameter."""
_LIST = re.compile(r"List<(.+)>")


class BadParameters(ValueError):
    """The values do not suit the document; the text is AWS's message."""


def is_type(name: Any) -> bool:
    """Whether a document's parameter can be of a type."""
    inner = _LIST.fullmatch(str(name))
    return name in PLAIN or (inner[1] if inner else name) in PATTERNS


def bind(
    declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the value of each parameter, in its type; BadParameters where one does not suit."""
    unknown = [name for name in given if name not in declared]
    if unknown:
        raise BadParameters(
            f"Parameters {unknown} are not defined in the document.".replace("'", '"')
        )
    return dict(_bind_each(declared, given))


def _bind_each(
    declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Any]]:
    for name, facts in declared.items():
        if name in given:
            value = _read(name, str(facts.get("type")), list(given[name]))
            _check(name, facts, value)
        elif "default" in facts:
            value = facts["default"]
        else:
            raise BadParameters(f"Missing required parameter: {name} in user inputs.")
        yield name, value


def _read(name: str, kind: str, texts: list[str]) -> Any:
    """Return the value that texts stand for: the API has lists of texts for every type."""
    if kind == "StringList" or _LIST.fullmatch(kind):
        return texts
    if kind == "MapList":
        return [_load(name, kind, text) for text in texts]
    if len(texts) != 1:
        raise BadParameters(f'Parameter "{name}" of type {kind} must have exactly one value.')
    (text,) = texts
    if kind == "StringMap":
        return _load(name, kind, text)
    if kind == "Boolean" and text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if kind == "Integer" and re.fullmatch(r"-?\d{1,18}", text):
        return int(text)
    if kind in {"Boolean", "Integer"}:
        raise BadParameters(f'Parameter "{name}" has value "{text}" that is no {kind}.')
    return text


def _load(name: str, kind: str, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadParameters(f'Parameter "{name}" of type {kind} must be a JSON object.')
    return found


def _check(name: str, facts: Mapping[str, Any], value: Any) -> None:
    kind = str(facts.get("type"))
    inner = _LIST.fullmatch(kind)
    patterns = [facts.get("allowedPattern"), PATTERNS.get(inner[1] if inner else kind)]
    allowed = facts.get("allowedValues")
    for item in value if isinstance(value, list) else (value,):
        if allowed and item not in allowed:
            choices = ", ".join(str(choice) for choice in allowed)
            raise BadParameters(f'Parameter "{name}" has value "{item}" not found in [{choices}].')
        for pattern in patterns:
            if pattern and isinstance(item, str) and not _suits(name, str(pattern), item):
                raise BadParameters(f'Parameter "{name}" has value "{item}" not match "{pattern}".')
    _check_sizes(name, facts, value)


def _suits(name: str, pattern: str, text: str) -> bool:
    try:
        return is_allowed(pattern, text)
    except ValueError as error:
        raise BadParameters(f'Parameter "{name}" has a wrong allowedPattern: {error}') from error


def _check_sizes(name: str, facts: Mapping[str, Any], value: Any) -> None:
    for least, most, kind, unit in (
        ("minItems", "maxItems", list, "items"),
        ("minChars", "maxChars", str, "characters"),
    ):
        if not isinstance(value, kind):
            continue
        size = len(value)
        if not facts.get(least, 0) <= size <= facts.get(most, size):
            raise BadParameters(f'Parameter "{name}" has {size} {unit}, which is not allowed.')

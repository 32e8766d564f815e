"""The permissions that calls need: IAM statements for a set of operations, least privilege.

Which actions AWS checks for an operation, and on which resources, is in `operation_actions.json`,
worked out from AWS's reference by `make docs`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ringwall.model.change import Change, Probe
from ringwall.model.reference import TEXT
from ringwall.model.table import Row

FILE = Path(__file__).with_name("operation_actions.json")
ANY = "*"
_IN_ARNS = {"CLOUDFRONT": "global", "REGIONAL": "regional"}
"""Values of parameters that ARNs have otherwise: the scope of AWS WAF."""
STAYS_ENCRYPTED: Row = {
    "Effect": "Deny",
    "Action": ["kms:Decrypt"],
    "Resource": ANY,
    "Condition": {"StringLike": {"kms:ViaService": "ssm.*"}},
}
"""What keeps a SecureString shut to whoever reads the values of plain parameters.

AWS has no key to tell the two by, and the policy of the key aws/ssm lets everybody in the account
decrypt that Parameter Store does it for.
https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
"""
_NAME = re.compile(r"\{([\w.]+)\}")
_OF_RDS = (re.compile(r"$^"), "arn:{partition}:secretsmanager:*:{account_id}:secret:rds!*")
"""The secrets that RDS makes in the caller's name: it says what they are called."""
_NAMED = {
    "iam:PassRole": (
        re.compile(r"arn:[^:]*:iam::[^:]*:role/.+"),
        "arn:{partition}:iam::{account_id}:role/*",
    ),
    "lambda:InvokeFunction": (
        re.compile(r"arn:[^:]*:lambda:[^:]*:[^:]*:function:.+"),
        "arn:{partition}:lambda:*:{account_id}:function:*",
    ),
    "secretsmanager:CreateSecret": _OF_RDS,
    "secretsmanager:TagResource": _OF_RDS,
}
"""Further actions that are about what a parameter names, and what they are about if none does."""


@dataclass(frozen=True)
class CallUse:
    """A call that somebody has to be permitted: an operation, and what is known beforehand.

    `parameters` are those of the call as far as they are known; references count as not known.
    `also` are IAM actions that AWS checks for it beside the one of its name.
    """

    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[str, ...] = ()


def find_actions(operation: str) -> tuple[str, ...]:
    """Return the IAM actions that AWS checks for an operation that the catalog names."""
    return tuple(find_templates(operation))


def list_operations() -> tuple[str, ...]:
    """Return all operations whose IAM actions are known."""
    return tuple(_load())


def list_calls(change: Change, also: Mapping[str, tuple[str, ...]]) -> Iterator[CallUse]:
    """Yield every call that making a Change, proving it and undoing it takes.

    `also` gives the further actions of an operation, as the catalog's shapes of writes have them.
    """
    yield from list_reads(change.probe)
    for write in filter(None, (change.write, change.undo)):
        yield CallUse(write.operation, write.parameters, also.get(write.operation, ()))
        if write.poll:
            yield CallUse(write.poll.operation)


def list_reads(probe: Probe) -> Iterator[CallUse]:
    """Yield the calls of a probe. Its match and its members are known of the document it finds."""
    if probe.operation:
        yield CallUse(probe.operation, probe.parameters)
    yield from (CallUse(lookup.operation) for lookup in probe.each)
    document = {**probe.match, **probe.members}
    for lookup in probe.lookups:
        known = {
            name: document[template[1:-1]]
            for name, template in lookup.parameters.items()
            if isinstance(template, str) and template[1:-1] in document
        }
        yield CallUse(lookup.operation, known)


def permit(uses: Iterable[CallUse], partition: str, account_id: str = ANY) -> tuple[Row, ...]:
    """Return the statements that permit just these calls in one account.

    A resource is named where the calls' parameters name it, in any Region; else it is `*`, which
    takes in all others of the same action. Actions of the same resources share a statement.
    """
    place = {"partition": partition, "account_id": account_id}
    needed: dict[str, set[str]] = {}
    for use in uses:
        own: set[str] = set()
        for action, templates in find_templates(use.operation).items():
            own.update(_fill(templates, use.parameters, place))
            needed.setdefault(action, set()).update(own)
        services = {action.partition(":")[0] for action in find_actions(use.operation)}
        for action in use.also:
            is_own = "Tag" in action and action.partition(":")[0] in services
            about = own if is_own else _find_also(action, use, place)
            needed.setdefault(action, set()).update(about)
    shared: dict[tuple[str, ...], list[str]] = {}
    for action, resources in sorted(needed.items()):
        named = (ANY,) if ANY in resources else tuple(sorted(resources))
        shared.setdefault(named, []).append(action)
    return tuple(
        {"Effect": "Allow", "Action": actions, "Resource": ANY if ANY in named else list(named)}
        for named, actions in sorted(shared.items())
    )


def keep_encrypted(statements: Iterable[Row]) -> tuple[Row, ...]:
    """Return statements, with what keeps secrets shut where they would permit to read them."""
    every = tuple(statements)
    reads = any(action.startswith("ssm:GetParameter") for one in every for action in one["Action"])
    return (*every, STAYS_ENCRYPTED) if reads else every


def find_templates(operation: str) -> Mapping[str, list[str]]:
    """Return templates of the ARNs that an operation is about, by action; ValueError if unknown."""
    known = _load()
    if operation not in known:
        raise ValueError(f"{operation}: no IAM action is known for it; `make docs` finds it")
    return known[operation]


@cache
def _load() -> Mapping[str, Mapping[str, list[str]]]:
    found: Mapping[str, Mapping[str, list[str]]] = json.loads(FILE.read_bytes())
    return found


def _fill(
    templates: Iterable[str], parameters: Mapping[str, Any], place: Mapping[str, str]
) -> Iterator[str]:
    """Yield the ARNs; `*` alone where one of them is not known whole."""
    filled = [_fill_one(template, parameters, place) for template in templates]
    yield from filled if filled and all(filled) else (ANY,)


def _fill_one(template: str, parameters: Mapping[str, Any], place: Mapping[str, str]) -> str:
    values = dict(place)
    for name in _NAME.findall(template):
        if name in place:
            continue
        value: Any = parameters
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        pattern = _read_pattern(_IN_ARNS.get(value, value) if isinstance(value, str) else value)
        if template == f"{{{name}}}":
            return pattern if pattern.startswith("arn:") else ""
        if not pattern or ":" in pattern or pattern.startswith("alias/"):
            return ""  # not known yet, or an ARN or another name in place of its own
        values[name] = pattern
    return _NAME.sub(lambda match: values[match[1]], template)


def _read_pattern(value: Any) -> str:
    """Return a text as a policy has it, with `*` for parts that are not known; '' where all are.

    Its own `*`, `?` and `$` stand for themselves.
    """
    parts = value.get(TEXT, ()) if isinstance(value, Mapping) else (value,)
    texts = [part if isinstance(part, str) else None for part in parts]
    if not any(texts):
        return ""
    return "".join(
        ANY if text is None else re.sub(r"[*?$]", lambda match: f"${{{match[0]}}}", text)
        for text in texts
    )


def _find_also(action: str, use: CallUse, place: Mapping[str, str]) -> set[str]:
    """Return what an action beside the own one is about: roles and functions that are named."""
    if action == "iam:CreateServiceLinkedRole":
        return {"arn:{partition}:iam::{account_id}:role/aws-service-role/*".format(**place)}
    if action not in _NAMED:
        return {ANY}
    pattern, every = _NAMED[action]
    named = {text for text in _walk(use.parameters) if pattern.fullmatch(text)}
    return named or {every.format(**place)}


def _walk(value: Any) -> Iterator[str]:
    """Yield every text in a value, as a pattern."""
    if pattern := _read_pattern(value):
        yield pattern
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _walk(member)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _walk(item)

"""Values as they are compared: policies by what they say, lists as sets, JSON as it is."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

OLD_VERSION = "2008-10-17"
"""The version of a policy that names none.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html"""
LISTS = ("Action", "NotAction", "Resource", "NotResource")
PRINCIPALS = ("Principal", "NotPrincipal")
_ROOT = re.compile(r"arn:[\w-]+:iam::(\d{12}):root")
"""An account as a principal: its number alone means the same.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"""


def normalize(value: Any, normal: str) -> Any:
    """Return a value in the one form that all its equals have; None stays None.

    `normal` is `policy` (an IAM policy document or its JSON text: all but Sid and Id counts, and
    what AWS orders nothing in has no order), `named policy` (the same, where statements are removed
    by their Sids, so that these count), `set` (a list), `json` (a document or its text) or `text`.
    What is not of the kind is returned as it is, so that it equals nothing else.
    """
    return None if value is None else FORMS[normal](value)


def parse_json(value: Any) -> Any:
    """Return the document that a text of JSON holds (IAM's is URL-encoded); else the value."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(unquote(value) if value.startswith("%7B") else value)
    except (ValueError, RecursionError):
        return value


def _normalize_named_policy(value: Any) -> Any:
    return _normalize_policy(value, unnamed=())


def _normalize_policy(value: Any, unnamed: tuple[str, ...] = ("Sid",)) -> Any:
    document = parse_json(value)
    if not isinstance(document, Mapping):
        return document
    rest = {name: member for name, member in document.items() if name != "Id"}
    if "Statement" in rest:
        rest["Statement"] = sort_set(
            [_normalize_statement(one, unnamed) for one in _list(rest["Statement"])]
        )
    return {"Version": OLD_VERSION, **rest}


def _normalize_statement(statement: Any, unnamed: tuple[str, ...]) -> Any:
    if not isinstance(statement, Mapping):
        return statement
    found = {name: member for name, member in statement.items() if name not in unnamed}
    for name in LISTS:
        if name in found:
            listed = _list(found[name])
            found[name] = sort_set(map(_fold, listed) if "Action" in name else listed)
    for name in PRINCIPALS:
        if name in found:
            found[name] = _normalize_principal(found[name])
    if isinstance(condition := found.get("Condition"), Mapping):
        found["Condition"] = {
            operator: _normalize_keys(keys) for operator, keys in condition.items()
        }
    return found


def _normalize_principal(value: Any) -> Any:
    principal = {"AWS": "*"} if value == "*" else value
    if not isinstance(principal, Mapping):
        return principal
    return {
        kind: sort_set(_ROOT.sub(r"\1", one) if isinstance(one, str) else one for one in _list(who))
        for kind, who in principal.items()
    }


def _normalize_keys(keys: Any) -> Any:
    """Return the keys of a condition, whose case does not count, and whose values are texts."""
    if not isinstance(keys, Mapping):
        return keys
    return {_fold(key): sort_set(map(_text, _list(values))) for key, values in keys.items()}


def _normalize_set(value: Any) -> Any:
    return sort_set(value) if isinstance(value, list | tuple | set | frozenset) else value


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def sort_set(values: Any) -> list[Any]:
    """Return values, each once, in an order that is theirs alone."""
    found = {json.dumps(value, sort_keys=True, default=str): value for value in values}
    return [found[key] for key in sorted(found)]


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _fold(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


FORMS: Mapping[str, Callable[[Any], Any]] = {
    "policy": _normalize_policy,
    "named policy": _normalize_named_policy,
    "set": _normalize_set,
    "json": parse_json,
    "text": _text,
}

"""Documents of organization policies: parameters filled in, idle statements left out, measured."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.model.blueprint.wanted import Join, Ref
from ringwall.model.reference import write_json

_NAME = re.compile(r"(?<!\$)\{([a-z_]+)\}")
"""`${aws:userid}` is IAM's own."""
_LONGEST = {"organizations_organization": "o-" + "x" * 32}
"""What stands for an id that is not known yet, as long as it can be.

https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
"""
_ACCOUNT_ID = "0" * 12


def fill_document(document: Any, values: Mapping[str, Any]) -> Any:
    """Return a document with values in place of `{name}`, without what can match nothing.

    A text that is one name alone has the value with its type; within a list, a value that is a list
    gives its items, each within the text around the name. KeyError for a name without a value.
    """
    filled = _fill(document, values)
    if isinstance(filled, dict) and isinstance(filled.get("Statement"), list):
        kept = [_tidy(one) for one in filled["Statement"] if not _is_idle(one)]
        filled["Statement"] = kept
    return filled


def _fill(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: _fill(member, values) for name, member in value.items()}
    if isinstance(value, list):
        return [filled for item in value for filled in _fill_item(item, values)]
    if isinstance(value, str):
        return _fill_text(value, values)
    return value


def _fill_item(item: Any, values: Mapping[str, Any]) -> Iterator[Any]:
    if isinstance(item, str):
        for name in _NAME.findall(item):
            if isinstance(values[name], list | tuple):
                for one in values[name]:
                    yield from _fill_item(item, {**values, name: one})
                return
    yield _fill(item, values)


def _fill_text(text: str, values: Mapping[str, Any]) -> Any:
    if whole := _NAME.fullmatch(text):
        value = values[whole[1]]
        return list(value) if isinstance(value, tuple) else value
    parts = _NAME.split(text)
    # Every second part is a name.
    parts = [values[part] if at % 2 else part for at, part in enumerate(parts)]
    if any(isinstance(part, Ref) for part in parts):
        return Join(tuple(part for part in parts if part != ""))
    return "".join(parts)


def _is_idle(statement: Mapping[str, Any]) -> bool:
    """Whether a statement can match nothing: what it must match has no values."""
    if [] in (statement.get("Action"), statement.get("Resource")):
        return True
    return any(
        values == [] and not _is_negated(operator)
        for operator, tests in statement.get("Condition", {}).items()
        for values in tests.values()
    )


def _tidy(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Return a statement without tests for none of no values, which always hold."""
    tests = {
        operator: {key: values for key, values in block.items() if values != []}
        for operator, block in statement.get("Condition", {}).items()
    }
    tests = {operator: block for operator, block in tests.items() if block}
    tidy = {name: value for name, value in statement.items() if name != "Condition"}
    return tidy | {"Condition": tests} if tests else tidy


def _is_negated(operator: str) -> bool:
    return "Not" in operator


def measure_document(document: Any) -> int:
    """Return how many characters a document has as it is sent, and at most where ids are open."""
    return len(write_json(_close(document)))


def _close(value: Any) -> Any:
    if isinstance(value, Ref):
        return _LONGEST.get(value.key.table, _ACCOUNT_ID)
    if isinstance(value, Join):
        return "".join(_close(part) for part in value.parts)
    if isinstance(value, Mapping):
        return {name: _close(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_close(item) for item in value]
    return value

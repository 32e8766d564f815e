"""Conditions on findings that are JSON, as GuardDuty and Macie write them.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_filter-findings.html
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

ALIASES = {
    "eq": "equals",
    "neq": "notequals",
    "gt": "greaterthan",
    "gte": "greaterthanorequal",
    "lt": "lessthan",
    "lte": "lessthanorequal",
}
"""Older and shorter names of conditions."""


def match_criterion(criterion: Mapping[str, Any], finding: Mapping[str, Any]) -> bool:
    """Whether a finding meets all conditions; each is on an attribute with a dotted name."""
    return all(
        _meets(condition, [*find_values(finding, attribute)])
        for attribute, condition in criterion.items()
    )


def find_values(value: Any, path: str) -> Iterator[Any]:
    """Yield what a dotted name leads to, in every item of lists on the way."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from find_values(item, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        name, _, rest = path.partition(".")
        if value.get(name) is not None:
            yield from find_values(value[name], rest)


def _meets(condition: Mapping[str, Any], values: list[Any]) -> bool:
    for given, wanted in condition.items():
        if wanted is None:
            continue
        name = ALIASES.get(given.lower(), given.lower())
        if name.startswith(("greaterthan", "lessthan")):
            numbers = [n for n in map(_number, values) if n is not None]
            if not any(_compare(name, number, float(wanted)) for number in numbers):
                return False
            continue
        is_met = _match_texts(name.removeprefix("not"), wanted, values)
        if is_met == name.startswith("not"):
            return False
    return True


def _match_texts(name: str, wanted: Iterable[Any], values: list[Any]) -> bool:
    found = {_text(value) for value in values}
    texts = [_text(value) for value in wanted]
    if name == "matches":
        return any(is_like(text, value) for text in texts for value in found)
    if name == "eqexactmatch":
        return set(texts) == found
    return any(text in found for text in texts)


def is_like(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern of `*` and `?`, in time that is bounded by both lengths."""
    at = place = 0
    star, resume = -1, 0
    while at < len(text):
        if place < len(pattern) and pattern[place] == "*":
            star, resume = place, at
            place += 1
        elif place < len(pattern) and pattern[place] in {"?", text[at]}:
            at, place = at + 1, place + 1
        elif star >= 0:
            resume += 1
            at, place = resume, star + 1
        else:
            return False
    return not pattern[place:].strip("*")


def _compare(name: str, value: float, wanted: float) -> bool:
    if value == wanted:
        return name.endswith("orequal")
    return (value > wanted) == name.startswith("greater")


def _number(value: Any) -> float | None:
    """Return a number, that of a time in milliseconds; None for what is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    moment = value
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
    return moment.timestamp() * 1000 if isinstance(moment, datetime) else None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def sort_findings(
    findings: Iterable[Mapping[str, Any]], attribute: str, *, descending: bool
) -> list[Mapping[str, Any]]:
    """Return findings in the order of an attribute; those that lack it come first."""

    def key(finding: Mapping[str, Any]) -> tuple[int, float, str]:
        value = next(find_values(finding, attribute), None)
        number = _number(value)
        if value is None:
            return 0, 0.0, ""
        return (1, number, "") if number is not None else (2, 0.0, _text(value))

    return sorted(findings, key=key, reverse=descending)

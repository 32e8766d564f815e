"""Conditions of Sigma 1 that count, `selection | count() by awsRegion > 5`, as correlations.

Sigma 2 has correlations instead; public rules still have these.
https://sigmahq.io/sigma-specification/specification/sigma-correlation-rules-specification.html
"""

import re
from dataclasses import replace

from ringwall.detect.sigma.rule_file import RuleDocument
from ringwall.model.errors import BadRule

TIMEFRAME = "1h"
"""Over which a rule counts that does not say it."""
MAX_CONDITION = 2_000
"""Letters of a condition."""
_COUNT = re.compile(
    r"(?P<kind>count|sum|avg)\s*\(\s*(?:(?P<field>[^\s()]+)\s*)?\)"
    r"(?:\s+by\s(?P<groups>[^<>=]+)|\s*)(?P<sign>[<>]=?|==?)\s*"
    r"(?P<number>[0-9]{1,12}(?:\.[0-9]{1,12})?)",
    re.IGNORECASE,
)
_SIGNS = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte", "=": "eq", "==": "eq"}
_OF_BOTH = (
    *("title", "id", "name", "status", "level", "description", "references", "tags"),
    "falsepositives",
)


def split_count(document: RuleDocument) -> tuple[RuleDocument, RuleDocument] | None:
    """Return the rule of the events, and the correlation that counts them; None for other rules.

    BadRule for what no correlation says: `near`, `min`, `max`.
    """
    detection = document.content.get("detection", {})
    condition = detection.get("condition")
    if not isinstance(condition, str) or "|" not in condition or len(condition) > MAX_CONDITION:
        return None
    events, _, counting = condition.partition("|")
    found = _COUNT.fullmatch(counting.strip())
    if found is None:
        raise BadRule(f"`| {counting.strip()}` is of Sigma 1, and no count, sum or avg; correlate")
    kind, field = found["kind"].lower(), found["field"]
    if kind != "count" and not field:
        raise BadRule(f"`{kind}()` of the condition names no field")
    # Sigma 1 counts the different values of a field.
    kinds = {"count": "value_count" if field else "event_count"}
    operator = _SIGNS[found["sign"]]
    number = float(found["number"])
    # Others refer to the correlation.
    name = f"{document.path}:{document.number}"
    correlation = {
        "type": kinds.get(kind, f"value_{kind}"),
        "rules": [name],
        "timespan": str(detection.get("timeframe", TIMEFRAME)),
        "condition": {operator: int(number)} | ({"field": field} if field else {}),
    }
    if found["groups"]:
        correlation["group-by"] = [group.strip() for group in found["groups"].split(",")]
        if "" in correlation["group-by"]:
            raise BadRule(f"`| {counting.strip()}` names no field after `by`")
    counted = {key: document.content[key] for key in _OF_BOTH if key in document.content}
    of_events = {**document.content, "name": name, "detection": {**detection, "condition": events}}
    return (
        replace(document, content=of_events),
        replace(
            document,
            content=counted | {"correlation": correlation},
            bounds=((operator, number),),
        ),
    )

"""Which events a trail chooses, by its basic or its advanced event selectors.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ringwall.emulator.trail.record import TrailRecord

EventSelector = Mapping[str, Any]
WHOLE_ARNS = frozenset({"AWS::DynamoDB::Table", "AWS::Lambda::Function"})
"""Types of which a basic selector names the resource and not the beginning of its ARN."""
ALL = re.compile(r"arn:[a-z-]+:(?:dynamodb|lambda|s3)")
"""Values of a basic selector that mean all resources of a type, now and later."""
SELECT: Mapping[str, Callable[[str, str], bool]] = {
    "Equals": str.__eq__,
    "StartsWith": str.startswith,
    "EndsWith": str.endswith,
}


def is_chosen(
    record: TrailRecord, basic: Iterable[EventSelector], advanced: Iterable[EventSelector]
) -> bool:
    """Whether some selector chooses an event; without any, management events are chosen."""
    advanced = tuple(advanced)
    if advanced:
        return any(_matches(record, selector) for selector in advanced)
    basic = tuple(basic) or ({},)
    return any(_includes(record, selector) for selector in basic)


def _includes(record: TrailRecord, selector: EventSelector) -> bool:
    wanted = selector.get("ReadWriteType") or "All"
    if wanted == ("WriteOnly" if record["readOnly"] else "ReadOnly"):
        return False
    if record["managementEvent"]:
        excluded = selector.get("ExcludeManagementEventSources") or ()
        included = selector.get("IncludeManagementEvents", True)
        return included in (True, "true") and record["eventSource"] not in excluded
    return any(
        _covers(str(resource.get("Type")), value, found)
        for resource in selector.get("DataResources") or ()
        for value in resource.get("Values") or ()
        for found in record.get("resources", ())
    )


def _covers(kind: str, value: str, found: Mapping[str, str]) -> bool:
    if found.get("type") != kind:
        return False
    arn = found.get("ARN") or found.get("ARNPrefix", "")
    if ALL.fullmatch(value):
        return True
    return arn == value if kind in WHOLE_ARNS else arn.startswith(value)


def _matches(record: TrailRecord, selector: EventSelector) -> bool:
    return all(_holds(record, field) for field in selector.get("FieldSelectors") or ())


def _holds(record: TrailRecord, field: Mapping[str, Any]) -> bool:
    """Whether a field has one of the wanted values, and none of the unwanted ones."""
    values = _values(record, str(field.get("Field")))
    for name, compare in SELECT.items():
        for unwanted in field.get(f"Not{name}") or ():
            if any(compare(value, unwanted) for value in values):
                return False
    wanted = [(compare, w) for name, compare in SELECT.items() for w in field.get(name) or ()]
    return not wanted or any(compare(value, w) for compare, w in wanted for value in values)


def _values(record: TrailRecord, field: str) -> list[str]:
    resources = record.get("resources", ())
    match field:
        case "readOnly":
            return [str(record["readOnly"]).lower()]
        case "resources.type":
            return [found["type"] for found in resources if "type" in found]
        case "resources.ARN":
            arns = (found.get("ARN") or found.get("ARNPrefix", "") for found in resources)
            return [arn for arn in arns if arn]
        case "userIdentity.arn":
            return [str(record["userIdentity"].get("arn", ""))]
        case "sessionCredentialFromConsole":
            return [str(record.get("sessionCredentialFromConsole", "false"))]
        case _:
            return [str(record.get(field, ""))]

"""The settings of a trail: as it has them now, and as it had them before a threat began."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.cloudtrail.past_calls import (
    capitalize,
    find_calls,
    find_configuration,
    take_map,
)
from ringwall.model.change import Probe
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import Shape

FLAGS = (
    "IncludeGlobalServiceEvents",
    "IsMultiRegionTrail",
    "IsOrganizationTrail",
    "LogFileValidationEnabled",
)
TEXTS = (
    "S3BucketName",
    "S3KeyPrefix",
    "KmsKeyId",
    "CloudWatchLogsLogGroupArn",
    "CloudWatchLogsRoleArn",
)
LOGS = ("CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn")
"""Of these, one is not set without the other."""
SHAPES: Mapping[str, Shape] = {
    "S3BucketName?": r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
    "S3KeyPrefix?": r"[ -~]{0,200}",
    "KmsKeyId?": r"(arn:[a-z-]{3,20}:kms:[\w-]+:\d{12}:key/[\w-]{1,64})?",
    "CloudWatchLogsLogGroupArn?": r"(arn:[a-z-]{3,20}:logs:{region}:{account_id}:[\w./#:*-]+)?",
    "CloudWatchLogsRoleArn?": r"(arn:[a-z-]{3,20}:iam::{account_id}:role/[!-~]+)?",
    "IncludeGlobalServiceEvents?": bool,
    "IsMultiRegionTrail?": bool,
    "IsOrganizationTrail?": bool,
    "EnableLogFileValidation?": bool,
}
"""What a write of settings can say: '' takes one away."""
LISTS = ("Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith")
FIRST: Row = {
    "basic": [
        {
            "ReadWriteType": "All",
            "IncludeManagementEvents": True,
            "DataResources": [],
            "ExcludeManagementEventSources": [],
        }
    ],
    "advanced": [],
}
"""The selectors that a trail begins with, as the probe shows them."""


@dataclass(frozen=True)
class NamedTrail:
    """A trail, at its home."""

    name: str
    arn: str
    owner: str
    reader: Reader

    def probe(self) -> Probe:
        """Return the probe of its settings; None where there is no such trail."""
        members = [*(f"{flag}: {flag} || `false`" for flag in FLAGS)]
        members += [f"{text}: {text} || ''" for text in TEXTS]
        return Probe(
            "cloudtrail.describe_trails",
            {"trailNameList": [self.arn], "includeShadowTrails": False},
            f"trailList[0].{{{', '.join(members)}}}",
            ("TrailNotFoundException",),
        )

    def selectors_probe(self) -> Probe:
        """Return the probe of which events it records."""
        basic = (
            "ReadWriteType: ReadWriteType, IncludeManagementEvents: IncludeManagementEvents, "
            "DataResources: DataResources || `[]`, "
            "ExcludeManagementEventSources: ExcludeManagementEventSources || `[]`"
        )
        fields = ", ".join(["Field: Field", *(f"{name}: {name} || `[]`" for name in LISTS)])
        advanced = f"Name: Name || '', FieldSelectors: FieldSelectors[].{{{fields}}}"
        return Probe(
            "cloudtrail.get_event_selectors",
            {"TrailName": self.arn},
            f"{{basic: EventSelectors[].{{{basic}}} || `[]`, "
            f"advanced: AdvancedEventSelectors[].{{{advanced}}} || `[]`}}",
            ("TrailNotFoundException",),
        )

    def is_about(self, record: Row) -> bool:
        """Whether a record of CloudTrail is of a call about it."""
        asked = take_map(record, "requestParameters")
        return {asked.get("name"), asked.get("trailName")} & {self.name, self.arn} != set()


def find_past_settings(trail: NamedTrail, at: int) -> Row | None:
    """Return the settings that a trail had at a time, as its probe shows them; None if unknown.

    AccessDenied where nobody may look.
    """
    found: Row = {}
    for name in ("UpdateTrail", "CreateTrail"):
        for record in find_calls(trail.reader, name, trail.is_about, until=at):
            if not found or str(record.get("eventTime")) > str(found.get("eventTime")):
                found = record
            break
    known = take_map(found, "responseElements")
    if not known.get("s3BucketName"):
        item = find_configuration(trail.reader, "AWS::CloudTrail::Trail", trail.name, at)
        known = take_map(item, "configuration")
    if not known.get("s3BucketName"):
        return None
    named = capitalize(known)
    # The records of CloudTrail spell it with two capitals.
    named.setdefault("KmsKeyId", named.get("KMSKeyId") or "")
    return {
        **{flag: named.get(flag) is True for flag in FLAGS},
        **{text: str(named.get(text) or "") for text in TEXTS},
    }


def find_past_selectors(trail: NamedTrail, at: int) -> Row | None:
    """Return the selectors that a trail had at a time, as its probe shows them; None if unknown."""
    for record in find_calls(trail.reader, "PutEventSelectors", trail.is_about, until=at):
        return _show_selectors(capitalize(take_map(record, "requestParameters")))
    for _ in find_calls(trail.reader, "CreateTrail", trail.is_about, until=at):
        return FIRST
    return None


def _show_selectors(asked: Row) -> Row | None:
    basic = [
        {
            "ReadWriteType": one.get("ReadWriteType", "All"),
            "IncludeManagementEvents": one.get("IncludeManagementEvents", True),
            "DataResources": one.get("DataResources") or [],
            "ExcludeManagementEventSources": one.get("ExcludeManagementEventSources") or [],
        }
        for one in asked.get("EventSelectors") or ()
    ]
    advanced = [
        {
            "Name": one.get("Name") or "",
            "FieldSelectors": [
                {"Field": field["Field"], **{name: field.get(name) or [] for name in LISTS}}
                for field in one["FieldSelectors"]
            ],
        }
        for one in asked.get("AdvancedEventSelectors") or ()
    ]
    return {"basic": basic, "advanced": advanced} if basic or advanced else None


def write_selectors(trail: NamedTrail, shown: Row) -> dict[str, Any]:
    """Return the parameters that choose events as a probe shows them."""
    which = {"TrailName": trail.arn}
    if not shown["advanced"]:
        return {**which, "EventSelectors": shown["basic"]}
    advanced = [
        {
            **({"Name": one["Name"]} if one["Name"] else {}),
            "FieldSelectors": [
                {name: value for name, value in field.items() if value}
                for field in one["FieldSelectors"]
            ],
        }
        for one in shown["advanced"]
    ]
    return {**which, "AdvancedEventSelectors": advanced}


def write_settings(settings: Row, names: Iterable[str]) -> dict[str, Any]:
    """Return the parameters of some settings, as a probe shows them."""
    written = {"LogFileValidationEnabled": "EnableLogFileValidation"}
    return {written.get(name, name): settings[name] for name in names}

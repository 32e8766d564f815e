"""A Region's recorder and delivery channel: as they are, and as they were before a threat began."""

from collections.abc import Mapping
from typing import Any

from ringwall.catalog.cloudtrail.past_calls import find_calls, take_map
from ringwall.model.change import Probe
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import Shape

NAME = r"[\w .:/#=@-]{1,256}"
TYPES: Shape = [r"AWS::[\w:]{1,190}"]
STRATEGY = "ALL_SUPPORTED_RESOURCE_TYPES|INCLUSION_BY_RESOURCE_TYPES|EXCLUSION_BY_RESOURCE_TYPES"
RECORDER: Mapping[str, Shape] = {
    "name": NAME,
    "roleARN": r"arn:[a-z-]{3,20}:iam::{account_id}:role/[!-~]{1,700}",
    "recordingGroup?": {
        "allSupported?": bool,
        "includeGlobalResourceTypes?": bool,
        "resourceTypes?": TYPES,
        "exclusionByResourceTypes?": {"resourceTypes?": TYPES},
        "recordingStrategy?": {"useOnly?": STRATEGY},
    },
    "recordingMode?": object,
}
CHANNEL: Mapping[str, Shape] = {
    "name": NAME,
    "s3BucketName": r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
    "s3KeyPrefix?": r"[ -~]{1,512}",
    "s3KmsKeyArn?": r"arn:[a-z-]{3,20}:kms:[\w-]+:\d{12}:(key|alias)/[\w/-]+",
    "snsTopicARN?": r"arn:[a-z-]{3,20}:sns:[\w-]+:\d{12}:[\w.-]+",
    "configSnapshotDeliveryProperties?": {"deliveryFrequency?": r"\w+"},
}
"""The shapes of what a write sets: the settings of each as AWS describes them."""


def probe_recorder() -> Probe:
    """Return the probe of the recorder that a customer set: `{"recorder": ...}`."""
    group = (
        "{allSupported: allSupported || `false`, "
        "includeGlobalResourceTypes: includeGlobalResourceTypes || `false`, "
        "resourceTypes: resourceTypes || `[]`, "
        "excluded: exclusionByResourceTypes.resourceTypes || `[]`}"
    )
    return Probe(
        "config.describe_configuration_recorders",
        {},
        "ConfigurationRecorders[?!servicePrincipal] | [0]"
        f".{{name: name, roleARN: roleARN, group: recordingGroup.{group}, mode: recordingMode}}",
    )


def probe_channel() -> Probe:
    """Return the probe of the delivery channel; None where there is none."""
    members = ", ".join(f"{name.rstrip('?')}: {name.rstrip('?')}" for name in CHANNEL)
    return Probe("config.describe_delivery_channels", {}, f"DeliveryChannels[0].{{{members}}}")


def find_past(reader: Reader, call: str, member: str, at: int) -> Row | None:
    """Return what was put before a time, as it was put; None if unknown."""
    for record in find_calls(
        reader, call, lambda one: bool(take_put(one, member).get("name")), until=at
    ):
        return take_put(record, member)
    return None


def take_put(record: Row, member: str) -> Row:
    """Return what a call put; {} where its record does not tell."""
    return take_map(take_map(record, "requestParameters"), member)


def show_recorder(put: Row) -> Row:
    """Return a recorder as its probe shows it."""
    group = take_map(put, "recordingGroup") or {"allSupported": True}
    excluded = take_map(group, "exclusionByResourceTypes")
    return {
        "name": put["name"],
        "roleARN": put.get("roleARN"),
        "group": {
            "allSupported": group.get("allSupported") or False,
            "includeGlobalResourceTypes": group.get("includeGlobalResourceTypes") or False,
            "resourceTypes": group.get("resourceTypes") or [],
            "excluded": excluded.get("resourceTypes") or [],
        },
        "mode": put.get("recordingMode") or {"recordingFrequency": "CONTINUOUS"},
    }


def write_recorder(shown: Row) -> dict[str, Any]:
    """Return the parameters that set a recorder as its probe shows it."""
    group = shown["group"]
    chosen: dict[str, Any] = {
        "allSupported": group["allSupported"],
        "includeGlobalResourceTypes": group["includeGlobalResourceTypes"],
    }
    strategy = "ALL_SUPPORTED_RESOURCE_TYPES"
    if group["excluded"]:
        chosen["exclusionByResourceTypes"] = {"resourceTypes": group["excluded"]}
        strategy = "EXCLUSION_BY_RESOURCE_TYPES"
    elif group["resourceTypes"]:
        chosen["resourceTypes"] = group["resourceTypes"]
        strategy = "INCLUSION_BY_RESOURCE_TYPES"
    chosen["recordingStrategy"] = {"useOnly": strategy}
    recorder = {"name": shown["name"], "roleARN": shown["roleARN"], "recordingGroup": chosen}
    if shown["mode"]:
        recorder["recordingMode"] = shown["mode"]
    return {"ConfigurationRecorder": recorder}


def write_channel(shown: Row) -> dict[str, Any]:
    """Return the parameters that set a delivery channel as its probe shows it."""
    return {"DeliveryChannel": {name: value for name, value in shown.items() if value}}

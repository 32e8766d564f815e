"""Configuration items: what Config records of the resources that an account has now.

The `configuration` of an item is what the resource's own service tells of it, with names that begin
in lower case, as Config writes them. There is one item of each resource, its present one.
https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.backends import get_backend

from ringwall.emulator.call import Fault
from ringwall.emulator.configuration.recorded_types import RECORDED, RecordedType
from ringwall.emulator.inner_call import ask_inside, write_plain
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState

HOME = "us-east-1"
_WITHOUT = frozenset({"ResponseMetadata", "Tags", "TagSet", "TagList"})
_ABSENT = frozenset(
    {
        "NoSuchBucketPolicy",
        "NoSuchPublicAccessBlockConfiguration",
        "ServerSideEncryptionConfigurationNotFoundError",
    }
)
"""Errors by which S3 says that a bucket has no such setting."""
_BUCKET_PARTS = {
    "BucketPolicy": ("GetBucketPolicy", "Policy", "policyText"),
    "PublicAccessBlockConfiguration": ("GetPublicAccessBlock", "", ""),
    "ServerSideEncryptionConfiguration": ("GetBucketEncryption", "", ""),
    "BucketVersioningConfiguration": ("GetBucketVersioning", "", ""),
    "BucketLoggingConfiguration": ("GetBucketLogging", "", ""),
}
"""The parts of a bucket that Config keeps beside its configuration."""


@dataclass(frozen=True)
class ConfigurationItem:
    """One item: whose it is, what it is of, and what is recorded of it."""

    account_id: str
    region: str
    resource_type: str
    resource_id: str
    resource_name: str
    arn: str
    configuration: Mapping[str, Any]
    supplementary: Mapping[str, Any]
    tags: Mapping[str, str]
    created: datetime | None
    zone: str

    def describe(self) -> dict[str, Any]:
        """Return the item as queries see it: names and values, `configuration` as an object."""
        found = {
            "accountId": self.account_id,
            "arn": self.arn,
            "availabilityZone": self.zone,
            "awsRegion": self.region,
            "configuration": self.configuration,
            "configurationItemStatus": "OK",
            "resourceCreationTime": self.created,
            "resourceId": self.resource_id,
            "resourceName": self.resource_name,
            "resourceType": self.resource_type,
            "supplementaryConfiguration": self.supplementary,
            "tags": [{"key": k, "value": v, "tag": f"{k}={v}"} for k, v in self.tags.items()],
            "version": "1.3",
        }
        return {name: value for name, value in found.items() if value not in ("", None)}

    def answer(self) -> dict[str, Any]:
        """Return the item as an answer has it: the configuration is a text."""
        content = write_plain(self.configuration)
        state = int(hashlib.sha256(content.encode()).hexdigest()[:12], 16)
        more = {name: write_plain(value) for name, value in self.supplementary.items()}
        return self.describe() | {
            "configuration": content,
            "supplementaryConfiguration": more,
            "configurationItemCaptureTime": datetime.now(UTC).replace(microsecond=0),
            "configurationStateId": str(state),
            "tags": dict(self.tags),
            "relationships": [],
            "relatedEvents": [],
            "recordingFrequency": "CONTINUOUS",
        }


def list_items(state: EmulatorState, account_id: str, region: str) -> Iterator[ConfigurationItem]:
    """Yield the items that a recorder of an account and Region records."""
    for name in sorted(find_recorded_types(account_id, region)):
        yield from _list_of_type(state, account_id, region, name)


def find_recorded_types(account_id: str, region: str) -> set[str]:
    """Return the types that a recorder records now; none where it has been stopped."""
    recorder = find_recorder(account_id, region)
    if recorder is None or not recorder.status.recording:
        return set()
    group = recorder.recording_group
    if not group.all_supported:
        excluded = (group.exclusion_by_resource_types or {}).get("resourceTypes")
        if excluded:
            return set(RECORDED) - set(excluded)
        return set(RECORDED) & set(group.resource_types or ())
    has_global = bool(group.include_global_resource_types)
    return {name for name, kind in RECORDED.items() if has_global or not kind.is_global}


def find_recorder(account_id: str, region: str) -> Any:
    """Return moto's recorder of an account and Region; None where there is none."""
    backends = moto_backends("config")
    if account_id not in backends or region not in backends[account_id]:
        return None
    return next(iter(backends[account_id][region].recorders.values()), None)


def _list_of_type(
    state: EmulatorState, account_id: str, region: str, name: str
) -> Iterator[ConfigurationItem]:
    kind = RECORDED[name]
    answer = ask_inside(
        state, account_id, region, kind.service, kind.operation, **dict(kind.parameters)
    )
    for found in _select(answer, kind.path):
        if name == "AWS::S3::Bucket" and _bucket_region(account_id, found["Name"]) != region:
            continue
        value = _detail(state, account_id, region, kind, found) if kind.detail else found
        yield _make_item(state, (account_id, region, name), value)


def _detail(
    state: EmulatorState, account_id: str, region: str, kind: RecordedType, name: str
) -> dict[str, Any]:
    operation, parameter, member = kind.detail.split("/")
    answer = ask_inside(state, account_id, region, kind.service, operation, **{parameter: name})
    found: dict[str, Any] = answer[member]
    return found


def _bucket_region(account_id: str, name: str) -> str:
    for backend in get_backend("s3")[account_id].values():
        if name in backend.buckets:
            return str(backend.buckets[name].region_name)
    return ""


def _select(value: Any, path: str) -> Iterator[Any]:
    """Yield what is at a path: `[]` stands for each member of a list."""
    head, _, rest = path.partition(".")
    inner = value.get(head.removesuffix("[]"))
    if inner is None:
        return
    for item in inner if head.endswith("[]") else [inner]:
        if rest:
            yield from _select(item, rest)
        else:
            yield item


def _make_item(
    state: EmulatorState, place: tuple[str, str, str], value: Mapping[str, Any]
) -> ConfigurationItem:
    account_id, region, name = place
    kind = RECORDED[name]
    identifier = str(value[kind.identifier])
    more = _read_bucket(state, account_id, region, identifier) if kind.service == "s3" else {}
    plain = {n: v for n, v in value.items() if n not in _WITHOUT}
    created = next((value[n] for n in _CREATED if isinstance(value.get(n), datetime)), None)
    placement = value.get("Placement") or value
    return ConfigurationItem(
        account_id=account_id,
        region="global" if kind.is_global else region,
        resource_type=name,
        resource_id=identifier,
        resource_name=str(value.get(kind.name) or "") or (identifier if not kind.name else ""),
        arn=_make_arn(kind, account_id, region, value),
        configuration=_lower(plain),
        supplementary=more,
        tags=_read_tags(value),
        created=created,
        zone=str(placement.get("AvailabilityZone") or "") if isinstance(placement, dict) else "",
    )


_CREATED = ("CreateDate", "CreationDate", "LaunchTime", "CreateTime", "CreationDateTime")


def _make_arn(kind: RecordedType, account_id: str, region: str, value: Mapping[str, Any]) -> str:
    if "{}" not in kind.arn:
        return str(value.get(kind.arn) or "")
    end = kind.arn.format(value[kind.identifier], partition=own_partition())
    return (
        end
        if end.startswith("arn:")
        else f"arn:{own_partition()}:{kind.service}:{region}:{account_id}:{end}"
    )


def _read_tags(value: Mapping[str, Any]) -> dict[str, str]:
    tags = value.get("Tags") or value.get("TagList") or ()
    if isinstance(tags, Mapping):
        return {str(key): str(item) for key, item in tags.items()}
    return {tag.get("Key", ""): tag.get("Value", "") for tag in tags}


def _lower(value: Any) -> Any:
    """Return a value with names that begin in lower case."""
    if isinstance(value, Mapping):
        return {name[:1].lower() + name[1:]: _lower(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_lower(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _read_bucket(state: EmulatorState, account_id: str, region: str, bucket: str) -> dict[str, Any]:
    """Return what a bucket has beside its name; what it does not have is left out."""
    found: dict[str, Any] = {}
    for part, (operation, member, name) in _BUCKET_PARTS.items():
        try:
            answer = ask_inside(state, account_id, region, "s3", operation, Bucket=bucket)
        except Fault as fault:
            if fault.code not in _ABSENT:
                raise
            continue
        if member:
            found[part] = {name: answer[member]}
            continue
        content = {n: v for n, v in answer.items() if n != "ResponseMetadata"}
        inner = next(iter(content.values()), None) if len(content) == 1 else content
        if content:
            found[part] = _lower(inner if isinstance(inner, Mapping) else content)
    return found

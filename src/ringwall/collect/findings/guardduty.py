"""Findings of GuardDuty: of its API, of its events, and as Security Hub copies them.

https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ringwall.collect.findings.build import (
    DETECTION,
    ReportedText,
    build_finding,
    name_kind,
    rate_number,
    write_arn,
)
from ringwall.model.detection import Hit
from ringwall.model.fields import Fields
from ringwall.model.finding import Finding
from ringwall.model.reported import ReportedFinding

PLACEHOLDER = "GeneratedFinding"
"""What names in sample findings begin with."""


def read_guardduty(record: dict[str, Any]) -> ReportedFinding:
    """Return the finding of a record; an archived one is suppressed."""
    said = Fields(record)
    service, resource = said.inner("service"), said.inner("resource")
    account_id, region = said.text("accountId"), said.text("region")
    kind = said.text("type")
    updated = said.time("updatedAt", "createdAt")
    last = service.time("eventLastSeen") or updated
    actor = _find_actor(resource, account_id, region)
    resources = tuple(_find_resources(resource, account_id, region))
    finding = build_finding(
        ReportedText(
            product="guardduty",
            kind=kind,
            key=name_native(said.text("id", "arn")),
            title=said.text("title"),
            why=said.text("description"),
            reason=said.text("title", "description"),
            severity=rate_number(said.number("severity")),
            account_id=account_id,
            region=region,
            resources=(*resources, actor),
            first_seen=service.time("eventFirstSeen") or said.time("createdAt"),
            last_seen=last,
            updated_at=max(updated, last),
            status="suppressed" if service.is_true("archived") else "open",
            class_uid=DETECTION,
            count=int(service.number("count")),
            evidence={
                "actor": actor,
                "address": _find_address(service),
                "type": kind,
                "arn": said.text("arn"),
                "is_sample": is_sample(said),
            },
        ),
        record,
    )
    hit = None
    if finding.status == "open" and not is_sample(said):
        hit = _make_hit(finding, said, actor, resources)
    return ReportedFinding(finding, max(updated, last), kind=kind, hit=hit)


def name_native(name: str) -> str:
    """Return the ID of a finding of GuardDuty, by its ID or its ARN."""
    return name.rpartition("/")[2] if "/finding/" in name else name


def is_sample(said: Fields) -> bool:
    """Whether GuardDuty made it for somebody to look at: nothing has happened."""
    extra = said.get("service.additionalInfo")
    return (
        '"sample"' in str(said.get("service.additionalInfo.value")).lower()
        or Fields(extra).is_true("sample")
        or said.text("title").startswith("[SAMPLE]")
    )


def _make_hit(finding: Finding, said: Fields, actor: str, resources: tuple[str, ...]) -> Hit:
    service, key = said.inner("service"), said.inner("resource.accessKeyDetails")
    address = _find_address(service)
    others = (*resources, *_find_others(service, said.inner("resource")))
    own = {actor, address, resources[0] if resources else ""}
    moment = datetime.fromtimestamp(finding.first_seen / 1000, UTC).replace(tzinfo=None)
    return Hit(
        rule=name_kind("guardduty", said.text("type")),
        at=moment,
        act=name_native(said.text("id", "arn")),
        account_id=finding.account_id,
        region=finding.region,
        actor=actor or (resources[0] if resources else ""),
        resource=resources[0] if resources else "",
        reason=finding.reason,
        access_key=key.text("accessKeyId"),
        address=address,
        entities=tuple(dict.fromkeys(each for each in others if each and each not in own)),
        count=finding.count,
        evidence={"guardduty": name_native(said.text("id", "arn"))},
    )


def _find_actor(resource: Fields, account_id: str, region: str) -> str:
    """Return the ARN of the principal that acted, as far as the record says who it was."""
    key = resource.inner("accessKeyDetails")
    name = key.text("userName")
    words = {
        "root": "root",
        "iamuser": f"user/{name}",
        "role": f"role/{name}",
        "assumedrole": f"role/{name}",
    }
    rest = words.get(key.text("userType").lower(), "")
    if rest == "root" or name:
        return write_arn("iam", "", account_id, rest, place=region)
    instance = resource.text("instanceDetails.instanceId")
    return _write_instance(instance, account_id, region)


def _write_instance(instance: str, account_id: str, region: str) -> str:
    return write_arn("ec2", region, account_id, f"instance/{instance}" if instance else "")


def _find_resources(resource: Fields, account_id: str, region: str) -> Iterator[str]:
    """Yield ARNs of what the finding is about, the most telling first."""
    yield from filter(None, (each.text("arn") for each in resource.items("s3BucketDetails")))
    instance = resource.text("instanceDetails.instanceId")
    paths = (
        "lambdaDetails.functionArn",
        "eksClusterDetails.arn",
        "ecsClusterDetails.arn",
        "rdsDbInstanceDetails.dbInstanceArn",
        "ebsVolumeDetails.scannedVolumeDetails.volumeArn",
    )
    if instance:
        yield _write_instance(instance, account_id, region)
    yield from filter(None, (resource.text(path) for path in paths))
    if not instance and (key := resource.text("accessKeyDetails.accessKeyId")):
        yield f"AWS::IAM::AccessKey:{key}"


def _find_address(service: Fields) -> str:
    """Return the IP address or the domain of the other side."""
    action = service.inner("action")
    for name in ("awsApiCallAction", "networkConnectionAction", "kubernetesApiCallAction"):
        if found := action.text(
            f"{name}.remoteIpDetails.ipAddressV4", f"{name}.remoteIpDetails.ipAddressV6"
        ):
            return found
    for probe in action.items("portProbeAction.portProbeDetails"):
        if found := probe.text("remoteIpDetails.ipAddressV4"):
            return found
    return action.text(
        "rdsLoginAttemptAction.remoteIpDetails.ipAddressV4", "dnsRequestAction.domain"
    )


def _find_others(service: Fields, resource: Fields) -> Iterator[str]:
    """Yield what else ties it to other hits: keys, instances, addresses, resources acted on."""
    yield resource.text("instanceDetails.instanceId")
    yield resource.text("instanceDetails.iamInstanceProfile.arn")
    for interface in resource.items("instanceDetails.networkInterfaces"):
        yield interface.text("networkInterfaceId")
        yield interface.text("publicIp")
    for probe in service.items("action.portProbeAction.portProbeDetails"):
        yield probe.text("remoteIpDetails.ipAddressV4")
    affected = service.get("action.awsApiCallAction.affectedResources")
    if isinstance(affected, dict):
        yield from (text for text in map(str, affected.values()) if text.startswith("arn:"))

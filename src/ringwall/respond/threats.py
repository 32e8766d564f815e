"""A finding to threats: what there is to contain, the most telling first.

All of a finding comes from logs and products, and so from the attacker. A threat is only made of
a name that has the form of what it stands for; a name that could be two things makes none. That
an account is one of the organization's, and the finding one to act on, is for others to check.
"""

import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ringwall.model.fields import Fields
from ringwall.model.finding import Finding
from ringwall.model.partition import find_partition
from ringwall.model.threat import Threat, ThreatKind
from ringwall.respond.resource_kinds import find_by_arn, find_by_name, find_place_of_rule
from ringwall.respond.suspects import ActingPrincipal, find_suspects

MOST = 50
"""Threats of one finding: an attack sequence can name hundreds of resources."""
LONGEST_EVIDENCE = 4_000
"""Bytes of a piece of evidence as JSON that a threat carries; the finding has the rest."""
ACCOUNT = re.compile(r"\d{12}")
REGION = re.compile(r"[a-z]{2,4}(-[a-z]{2,10}){1,3}-\d{1,2}|global")
PATHS = (
    "lambdaDetails.functionArn",
    "eksClusterDetails.arn",
    "ecsClusterDetails.taskDetails.arn",
    "ecsClusterDetails.arn",
    "rdsDbInstanceDetails.dbInstanceArn",
    "rdsLimitlessDbDetails.dbShardGroupArn",
    "ebsSnapshotDetails.snapshotArn",
    "ec2ImageDetails.imageArn",
)
"""Where GuardDuty names resources."""
SAMPLE = re.compile(r"\[SAMPLE\]|GeneratedFinding")


def make_threats(finding: Finding, case: str = "") -> tuple[Threat, ...]:
    """Return the threats of a finding of any product, each resource once; () for a sample.

    First what the finding is about, then who acted, then what else was acted on.
    """
    if finding.evidence.get("is_sample") is True or SAMPLE.match(finding.title):
        return ()
    raw = Fields(finding.raw)
    suspects = tuple(find_suspects(finding, raw))
    shared = _find_shared(finding, case, suspects)
    found: dict[tuple[str, ...], Threat] = {}
    for kind, resource, key in _name_all(finding, raw, suspects):
        account_id, region = _find_place(kind, resource, finding)
        if not ACCOUNT.fullmatch(account_id):
            continue
        name = _identify(kind, account_id, resource, key)
        known = found.get(name)
        if known and not (resource.startswith("arn:") and known.resource.startswith("AWS::")):
            continue
        found[name] = replace(
            shared,
            kind=kind,
            account_id=account_id,
            region=region,
            resource=resource,
            access_key=key or shared.access_key,
        )
        if len(found) == MOST:
            break
    return tuple(found.values())


def _identify(kind: ThreatKind, account_id: str, resource: str, key: str) -> tuple[str, ...]:
    """Return what tells a threat from others: a name of IAM is one thing, whatever its path is."""
    if kind == "access_key":
        return (kind, key)
    if kind in ("user", "role"):
        return (kind, account_id, resource.rpartition("/")[2])
    return (kind, resource, key if kind == "session" else "")


def _find_shared(finding: Finding, case: str, suspects: tuple[ActingPrincipal, ...]) -> Threat:
    """Return what all threats of a finding have in common."""
    evidence = Fields(finding.evidence)
    actors = (suspect.arn or suspect.session for suspect in suspects)
    actor = evidence.text("actor") or next(filter(None, actors), "")
    key = next(filter(None, (suspect.access_key for suspect in suspects)), "")
    told = evidence.text("address")
    return Threat(
        kind="account",
        account_id=finding.account_id,
        region=finding.region,
        resource="",
        case=case,
        actor=actor if actor.startswith("arn:") else "",
        access_key=key,
        address=told if _is_address(told) else "",
        rule=finding.rule,
        reason=finding.reason,
        first_at=finding.first_seen,
        last_at=finding.last_seen,
        evidence=_gather_evidence(finding, told),
    )


def _gather_evidence(finding: Finding, address: str) -> Mapping[str, Any]:
    """Return the evidence of a finding, as far as it is small, and which finding it is of."""
    kept = {
        name: value
        for name, value in finding.evidence.items()
        if len(json.dumps(value, default=str)) <= LONGEST_EVIDENCE
    }
    more = {} if not address or _is_address(address) else {"domain": address}
    action = Fields(finding.raw).inner("service.action.awsApiCallAction")
    call = {"api": action.text("api"), "service": action.text("serviceName")}
    more |= {name: text for name, text in call.items() if text}
    return {**kept, **more, "finding": finding.uid, "product": finding.product}


def _name_all(
    finding: Finding, raw: Fields, suspects: tuple[ActingPrincipal, ...]
) -> Iterator[tuple[ThreatKind, str, str]]:
    """Yield kind, resource and access key of all that a finding names."""
    for name in finding.resources:
        if name == finding.account_id:
            continue
        yield from _name_one(name, finding)
    for suspect in suspects:
        yield from suspect.name_targets()
    # What is about the account as a whole, or names nothing, has the account for its resource.
    for name in (*_find_others(finding, raw), *finding.resources):
        yield from _name_one(name, finding)
    for kind, place in find_place_of_rule(finding.rule, finding.account_id, finding.region):
        yield kind, place, ""


def _name_one(name: str, finding: Finding) -> Iterator[tuple[ThreatKind, str, str]]:
    if name.startswith("arn:"):
        yield from ((kind, resource, "") for kind, resource in find_by_arn(name))
        return
    place = finding.account_id, finding.region
    for kind, resource in find_by_name(name, finding.rule, *place):
        yield kind, resource, resource.rpartition(":")[2] if kind == "access_key" else ""


def _find_others(finding: Finding, raw: Fields) -> Iterator[str]:
    """Yield names of resources in what the product wrote, and in what our detections keep."""
    resource = raw.inner("resource")
    yield from (resource.text(path) for path in PATHS)
    for bucket in resource.items("s3BucketDetails"):
        yield bucket.text("arn")
    yield resource.text("instanceDetails.instanceId")
    affected = raw.get("service.action.awsApiCallAction.affectedResources")
    if isinstance(affected, Mapping):
        yield from (name for name in map(str, affected.values()) if name.startswith("arn:"))
    for each in raw.items("service.detection.sequence.resources"):
        yield each.text("uid")
    for each in raw.items("Resources"):  # ASFF, and OCSF
        yield each.text("Id", "uid")
    yield from Fields(finding.evidence).texts("entities")


def _find_place(kind: ThreatKind, resource: str, finding: Finding) -> tuple[str, str]:
    """Return account and Region of a resource: of its ARN, and of the finding where it has none.

    ('', '') where AWS has no such ARN.
    """
    if kind == "account":
        return resource, "global"
    parts = (resource.split(":", 5) + [""] * 6)[:6] if resource.startswith("arn:") else [""] * 6
    account_id, region = parts[4], parts[3]
    if parts[2] in ("iam", "sts"):
        region = "global"
    if account_id == "aws":
        account_id = finding.account_id
    told = finding.region if REGION.fullmatch(finding.region) else "global"
    if region not in ("", "global") and find_partition(region) != parts[1]:
        return "", ""  # a Region of another partition: nobody at AWS wrote this ARN
    return account_id or finding.account_id, region or told


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True

"""Takes a domain back: its records, and its lock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ringwall.catalog.cloudtrail.event_history import KEPT, find_start, look_up_acts
from ringwall.catalog.route53.record_history import (
    STAR,
    DnsRecord,
    PastChange,
    RecordRepair,
    find_repairs,
    read_changes,
)
from ringwall.model.change import Change, Poll, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.partition import home_region
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.text import count_of, make_visible
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import Shape, WriteShape

ZONE_ID = r"[A-Z0-9]{1,32}"
DOMAIN = r"(?:[a-z0-9-]{1,63}\.){1,10}[a-z0-9-]{2,63}"
PRINTED = r"[ -~]{1,4000}"
LOCKED = "clientTransferProhibited"
NOT_OURS = ("InvalidInput", "UnsupportedTLD")
"""What Route 53 answers about a domain that is not registered with it in the account.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_domains_GetDomainDetail.html
"""
MOST_EVENTS = 1000
MOST_CHANGES = 100
_ZONE = re.compile(
    rf"(?:arn:[\w-]{{1,20}}:route53:::hostedzone/|/hostedzone/)?({ZONE_ID})", re.ASCII
)
_DOMAIN = re.compile(
    rf"(?:arn:[\w-]{{1,20}}:route53domains:[a-z0-9-]{{0,30}}:(?:\d{{12}})?:domain/)?({DOMAIN})\.?",
    re.ASCII,
)
RECORD: Shape = {
    "Name": r"[!-~]{1,1024}",
    "Type": r"[A-Z0-9]{1,10}",
    "TTL?": range(2**31),
    "ResourceRecords?": [{"Value": PRINTED}],
    "SetIdentifier?": r"[ -~]{1,128}",
    "Weight?": range(256),
    "Region?": r"[a-z0-9-]{1,64}",
    "Failover?": "PRIMARY|SECONDARY",
    "MultiValueAnswer?": bool,
    "HealthCheckId?": r"[\w-]{1,64}",
    "GeoLocation?": {
        "ContinentCode?": r"\w{2}",
        "CountryCode?": r"\w{2}|\*",
        "SubdivisionCode?": r"\w{1,3}",
    },
    "AliasTarget?": {
        "HostedZoneId": ZONE_ID,
        "DNSName": r"[!-~]{1,1024}",
        "EvaluateTargetHealth": bool,
    },
}
WRITES = (
    WriteShape(
        "route53.change_resource_record_sets",
        {
            "HostedZoneId": ZONE_ID,
            "ChangeBatch": {
                "Changes": ({"Action": "CREATE|DELETE|UPSERT", "ResourceRecordSet": RECORD},)
            },
        },
    ),
    WriteShape("route53domains.enable_domain_transfer_lock", {"DomainName": DOMAIN}),
    WriteShape("route53domains.disable_domain_transfer_lock", {"DomainName": DOMAIN}),
)
LOCK = ResponseOption("lock", "Lock the domain against a transfer.", "yes", "yes|no")
RECORDS = ResponseOption("records", "Bring the records back that were changed.", "yes", "yes|no")


@dataclass(frozen=True)
class _Zone:
    """A hosted zone: its id, its name without the dot, and its name servers."""

    id: str
    name: str
    servers: tuple[str, ...]


@responds(
    "Take a domain back",
    "domain",
    writes=WRITES,
    reads=(
        "route53.get_hosted_zone",
        "route53.list_hosted_zones_by_name",
        "route53.list_resource_record_sets",
        "route53.get_change",
        "cloudtrail.lookup_events",
        "route53domains.get_domain_detail",
        "route53domains.get_operation_detail",
    ),
    risks=(
        "Resolvers answer with the attacker's records until their time is over.",
        "Certificates, and passwords that were set by mail, meanwhile are the attacker's.",
        "A change that was meant, and made at the same time, is taken back as well.",
        "A locked domain cannot be moved to another registrar.",
    ),
    rollback="The records are as the attacker left them, and the domain is unlocked if it was.",
    answers=("route53.*",),
    options=(RECORDS, LOCK),
)
def contain_domain(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Bring the records back that were changed, and lock the domain.

    What was there before is found in CloudTrail, for 90 days; another registrar than Route 53 is
    for a person to ask.
    """
    own = scene.reader(threat)
    reader = scene.readers(threat.account_id, home_region(own.partition))
    zone, name = _find_zone(threat, reader)
    if zone is not None and scene.options["records"] == "yes":
        yield from _restore(zone, threat, scene, reader)
    if scene.options["lock"] == "yes":
        yield from _lock(name, zone, threat, reader)
    yield from _tell_rest(name, threat)


def _find_zone(threat: Threat, reader: Reader) -> tuple[_Zone | None, str]:
    """Return the zone, or None, and the domain's name; NeedsHuman where it is neither."""
    if found := _DOMAIN.fullmatch(threat.resource.lower()):
        listed = reader.call("route53.list_hosted_zones_by_name", DNSName=found[1])["HostedZones"]
        zones = [one for one in listed if one["Name"] == f"{found[1]}."]
        public = [one for one in zones if not (one.get("Config") or {}).get("PrivateZone")]
        if len(public) > 1:
            raise NeedsHuman(f"{found[1]} has {len(public)} hosted zones: name one of them")
        zone_id = public[0]["Id"] if public else ""
        return (_read_zone(zone_id, reader) if zone_id else None), found[1]
    if found := _ZONE.fullmatch(threat.resource):
        zone = _read_zone(found[1], reader)
        return zone, zone.name
    raise NeedsHuman(f"{threat.resource} is no domain and no hosted zone")


def _read_zone(zone_id: str, reader: Reader) -> _Zone:
    zone_id = zone_id.rpartition("/")[2]
    try:
        answer = reader.call("route53.get_hosted_zone", Id=zone_id)
    except CallFailed as error:
        if error.code != "NoSuchHostedZone":
            raise
        raise NeedsHuman(
            f"the hosted zone {zone_id} is not there any more: make it anew with its records, and "
            "give its new name servers to the domain"
        ) from error
    servers = (answer.get("DelegationSet") or {}).get("NameServers") or ()
    return _Zone(zone_id, str(answer["HostedZone"]["Name"]).rstrip("."), tuple(servers))


def _restore(
    zone: _Zone, threat: Threat, scene: Scene, reader: Reader
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that bring records back, and those that only a person can bring back."""
    if threat.first_at <= 0 and not threat.actor:
        what = f"Compare the records of the hosted zone {zone.id} with those that it had"
        yield HumanStep(threat.resource, what, "nobody says when they were changed, or by whom")
        return
    start = find_start(threat, scene.now)
    if threat.first_at > 0:
        start = datetime.fromtimestamp(threat.first_at // 1000, UTC)

    def is_bad(change: PastChange) -> bool:
        is_theirs = threat.actor in ("", change.act.principal)
        return is_theirs and change.act.moment >= start

    operation, now = "ChangeResourceRecordSets", scene.now
    try:
        acts = [*look_up_acts(reader, "EventName", operation, now - KEPT, now, most=MOST_EVENTS)]
        records = [
            *reader.items(
                "route53.list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone.id
            )
        ]
    except CallFailed as error:
        what = f"Compare the records of the hosted zone {zone.id} with those that it had"
        yield HumanStep(threat.resource, what, f"they cannot be read: {error}")
        return
    repairs = [*find_repairs(read_changes(acts, zone.id), records, is_bad)]
    yield from _order(zone, repairs[:MOST_CHANGES], threat, reader)
    if len(repairs) > MOST_CHANGES:
        what = f"Plan again for {count_of(len(repairs) - MOST_CHANGES, 'more record')}"
        yield HumanStep(threat.resource, what, f"one plan has {MOST_CHANGES} at most")


def _order(
    zone: _Zone, repairs: list[RecordRepair], threat: Threat, reader: Reader
) -> Iterator[Change | HumanStep]:
    """Yield deletions first: a CNAME stands beside no other record of its name."""
    deleted: dict[str, list[str]] = {}
    for repair in sorted(repairs, key=lambda one: (one.before is not None, one.key)):
        name, kind, mark = repair.key
        if repair.problem:
            told = make_visible(f"{name} {kind} {mark}".strip())[:300]
            what = f"Look at the record {told} of the hosted zone {zone.id}"
            yield HumanStep(threat.resource, what, f"it was changed, and {repair.problem}")
            continue
        needs = tuple(deleted.get(name, ())) if repair.before is not None else ()
        change = _make_change(zone, repair, needs, reader)
        if repair.before is None:
            deleted.setdefault(name, []).append(change.id)
        yield change


def _make_change(
    zone: _Zone, repair: RecordRepair, needs: tuple[str, ...], reader: Reader
) -> Change:
    """Return the Change that brings one record back to what it was, or to nothing."""
    name, kind, mark = repair.key
    now, before = repair.now, repair.before
    if before is not None:
        write = _write(zone, "UPSERT", before)
        undo = _write(zone, "DELETE", before) if now is None else _write(zone, "UPSERT", now)
    else:
        write, undo = _write(zone, "DELETE", now or {}), _write(zone, "CREATE", now or {})
    # Where a name begins with an asterisk, the list is not asked to begin there.
    start: Row = {"StartRecordName": name, "StartRecordType": kind}
    return Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=f"{zone.id} {name} {kind} {mark}".strip(),
        write=write,
        probe=Probe(
            "route53.list_resource_record_sets",
            {"HostedZoneId": zone.id, **({} if STAR in name else start)},
            "@",
            items="ResourceRecordSets",
            match={"Name": name, "Type": kind, "SetIdentifier": mark or None},
            absent=("NoSuchHostedZone",),
            normal={"ResourceRecords": "set"},
        ),
        before=now,
        after=before,
        why="the name leads where it led before",
        layer="response",
        blast="availability",
        undo=undo,
        needs=needs,
        stage="contain",
    )


def _write(zone: _Zone, action: str, record: DnsRecord) -> Write:
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    return Write(
        "route53.change_resource_record_sets",
        {"HostedZoneId": zone.id, "ChangeBatch": batch},
        retry=("PriorRequestNotComplete",),
        poll=Poll(
            "route53.get_change",
            {"Id": {"$answer": "ChangeInfo.Id"}},
            take="ChangeInfo.Status",
            done=("INSYNC",),
            failed=(),
        ),
    )


def _lock(
    name: str, zone: _Zone | None, threat: Threat, reader: Reader
) -> Iterator[Change | HumanStep]:
    """Yield the Change that locks the domain, where Route 53 is its registrar."""
    what = f"Lock the domain {make_visible(name)} at its registrar, and look at its name servers"
    elsewhere = HumanStep(
        threat.resource, what, "it is not registered with Route 53 in this account"
    )
    if reader.partition != "aws" or not re.fullmatch(DOMAIN, name, re.ASCII):
        yield elsewhere
        return
    probe = Probe(
        "route53domains.get_domain_detail",
        {"DomainName": name},
        f"{{is_locked: contains(StatusList || `[]`, '{LOCKED}')}}",
    )
    try:
        before = read_state(probe, reader)
        domain = reader.call("route53domains.get_domain_detail", DomainName=name)
    except CallFailed as error:
        if error.is_one_of(NOT_OURS):
            yield elsewhere
        else:
            why = f"it is not known whether that is Route 53 in this account: {error}"
            yield HumanStep(threat.resource, what, why)
        return
    if not before["is_locked"]:
        yield Change(
            account_id=reader.account_id,
            region=reader.region,
            resource=name,
            write=_write_lock("enable", name),
            probe=probe,
            before=before,
            after={"is_locked": True},
            why="nobody moves the domain to another registrar",
            layer="response",
            blast="config",
            undo=_write_lock("disable", name),
            stage="contain",
        )
    yield from _compare_servers(name, zone, domain, threat)


def _write_lock(verb: str, name: str) -> Write:
    return Write(
        f"route53domains.{verb}_domain_transfer_lock",
        {"DomainName": name},
        retry=("DuplicateRequest",),
        poll=Poll(
            "route53domains.get_operation_detail",
            {"OperationId": {"$answer": "OperationId"}},
            take="Status",
            done=("SUCCESSFUL",),
            failed=("ERROR", "FAILED"),
            why="Message",
        ),
    )


def _compare_servers(
    name: str, zone: _Zone | None, domain: Row, threat: Threat
) -> Iterator[HumanStep]:
    """Yield a step where the domain is answered for by other servers than those of its zone."""
    asked = {str(one.get("Name")).rstrip(".").lower() for one in domain.get("Nameservers") or ()}
    own = {server.rstrip(".").lower() for server in zone.servers} if zone else set[Any]()
    if not own or asked == own:
        return
    servers = " ".join(f"Name={server}" for server in sorted(own))
    what = (
        "See whether the name servers are meant, else: aws route53domains "
        f"update-domain-nameservers --region us-east-1 --domain-name {name} --nameservers {servers}"
    )
    shown = make_visible(", ".join(sorted(asked)))[:300]
    yield HumanStep(threat.resource, what, f"the domain has others than its zone: {shown}")


def _tell_rest(name: str, threat: Threat) -> Iterator[HumanStep]:
    shown = make_visible(name)
    what = f"See that the contacts of {shown} are yours, and that no transfer of it goes on"
    yield HumanStep(threat.resource, what, "who is a contact approves a transfer")
    what = f"Look for certificates of {shown} that were issued meanwhile, and have them revoked"
    yield HumanStep(threat.resource, what, "who has a name's records gets certificates for it")
    what = f"Contain who changed it: {make_visible(threat.actor) or 'nobody says who that was'}"
    yield HumanStep(threat.resource, what, "else it is changed again")

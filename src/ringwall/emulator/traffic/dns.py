"""DNS queries to the resolver of a VPC: the firewall's decision, the answer, and the log.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
"""

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from ringwall.emulator.authorization.acting_service import ActingService
from ringwall.emulator.log_writer import DELIVERY, LogLine, ServiceLogWriter
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.published_events import publish
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.traffic.dns_firewall import MatchedRule, fails_open, find_rule
from ringwall.emulator.traffic.dns_names import ResolvedName, resolve_inside
from ringwall.emulator.traffic.interfaces import TrafficInterface
from ringwall.emulator.traffic.path import EPHEMERAL
from ringwall.emulator.traffic.script import DnsAnswer, DnsQuery

VERSION = "1.100000"
FILE_MINUTES = 5


@dataclass(frozen=True)
class QueryCourse:
    """What became of a query."""

    outcome: Literal["answered", "blocked", "unanswered"]
    rcode: str = ""
    answers: tuple[DnsAnswer, ...] = ()
    is_cached: bool = False
    rule: MatchedRule | None = None


@dataclass
class ResolverCache:
    """What the resolvers know already; such queries are in no log."""

    until: dict[tuple[str, str, str], tuple[datetime, QueryCourse]] = field(default_factory=dict)


def resolve(
    state: EmulatorState, interface: TrafficInterface, query: DnsQuery, cache: ResolverCache
) -> QueryCourse:
    """Return the course of a query."""
    if not interface.backend.vpcs[interface.vpc_id].enable_dns_support:
        return QueryCourse("unanswered")
    key = (interface.id, query.name.rstrip(".").lower(), query.type)
    known = cache.until.get(key)
    if known is not None and query.start < known[0]:
        course = known[1]
        return QueryCourse(course.outcome, course.rcode, course.answers, is_cached=True)
    course = _decide(state, interface, query)
    if course.answers and course.outcome == "answered":
        ttl = min(answer.ttl for answer in course.answers)
        cache.until[key] = (query.start + timedelta(seconds=ttl), course)
    return course


def _decide(state: EmulatorState, interface: TrafficInterface, query: DnsQuery) -> QueryCourse:
    inside = resolve_inside(interface, query.name, query.type)
    found = inside or ResolvedName(query.rcode, query.answers)
    if query.is_firewall_down:
        if fails_open(state, interface):
            return QueryCourse("answered", found.rcode, found.answers)
        return QueryCourse("blocked", "SERVFAIL")
    rule = find_rule(state, interface, query, found.answers)
    if rule is None or rule.action != "BLOCK":
        return QueryCourse("answered", found.rcode, found.answers, rule=rule)
    response = rule.rule.get("BlockResponse")
    if response == "OVERRIDE":
        domain = DnsAnswer(f"{str(rule.rule['BlockOverrideDomain']).rstrip('.')}.", "CNAME")
        return QueryCourse("blocked", "NOERROR", (domain,), rule=rule)
    rcode = "NXDOMAIN" if response == "NXDOMAIN" else "NOERROR"
    return QueryCourse("blocked", rcode, rule=rule)


def write_query(
    interface: TrafficInterface, query: DnsQuery, course: QueryCourse
) -> dict[str, Any]:
    """Return a query as Resolver logs it."""
    record: dict[str, Any] = {
        "version": VERSION,
        "account_id": interface.account_id,
        "region": interface.region,
        "vpc_id": interface.vpc_id,
        "query_timestamp": f"{query.start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "query_name": f"{query.name.rstrip('.')}.",
        "query_type": query.type,
        "query_class": "IN",
        "rcode": course.rcode,
        "answers": [
            {"Rdata": answer.value, "Type": answer.type, "Class": "IN"} for answer in course.answers
        ],
        "srcaddr": interface.addresses[0],
        "srcport": str(query.source_port or _pick_port(interface, query)),
        "transport": query.transport,
        "srcids": {"instance": interface.instance_id} if interface.instance_id else {},
    }
    # Only what a rule alerts on or blocks has these.
    if course.rule is not None and course.rule.action != "ALLOW":
        record |= {
            "firewall_rule_action": course.rule.action,
            "firewall_rule_group_id": course.rule.group_id,
            "firewall_domain_list_id": course.rule.list_id,
        }
    return record


def deliver_queries(
    state: EmulatorState, queries: Iterable[tuple[TrafficInterface, DnsQuery, QueryCourse]]
) -> None:
    """Deliver queries to the configurations of their VPCs, and tell EventBridge what matched."""
    lines: dict[tuple[str, str, str], list[tuple[TrafficInterface, LogLine]]] = defaultdict(list)
    for interface, query, course in queries:
        if course.outcome == "unanswered" or course.is_cached:
            continue
        record = write_query(interface, query, course)
        if "firewall_rule_action" in record:
            _tell(state, interface, query, record)
        line = LogLine(query.start, json.dumps(record, separators=(",", ":")))
        place = (interface.account_id, interface.region, interface.vpc_id)
        lines[place].append((interface, line))
    writer = ServiceLogWriter(state)
    for (account, region, vpc_id), found in lines.items():
        for association, destination in _find_destinations(account, region, vpc_id):
            error = _write(writer, destination, (account, region, vpc_id), found)
            association.status = "FAILED" if error else "ACTIVE"
            association.error = error or "NONE"


def _tell(
    state: EmulatorState, interface: TrafficInterface, query: DnsQuery, record: Mapping[str, Any]
) -> None:
    """Publish the event of a rule that alerts or blocks.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/events-detail-reference.html
    """
    action = str(record["firewall_rule_action"])
    named = {"resource-type": "instance", "instance-details": {"id": interface.instance_id}}
    detail = {
        "account-id": interface.account_id,
        "last-observed-at": record["query_timestamp"],
        "query-name": record["query_name"],
        "query-type": query.type,
        "query-class": "IN",
        "transport": query.transport,
        "firewall-rule-action": action,
        "firewall-rule-group-id": record["firewall_rule_group_id"],
        "firewall-domain-list-id": record["firewall_domain_list_id"],
        "resources": [named] if interface.instance_id else [],
    }
    publish(
        state,
        interface.account_id,
        interface.region,
        "aws.route53resolver",
        f"DNS Firewall {action.capitalize()}",
        detail,
        time=query.start,
    )


def _find_destinations(account_id: str, region: str, vpc_id: str) -> Iterator[tuple[Any, str]]:
    """Yield moto's associations of a VPC, each with where its queries go."""
    backends = moto_backends("route53resolver")
    if account_id not in backends or region not in backends[account_id]:
        return
    backend = backends[account_id][region]
    for association in backend.resolver_query_log_config_associations.values():
        config = backend.resolver_query_log_configs.get(association.resolver_query_log_config_id)
        if association.resource_id == vpc_id and config is not None:
            yield association, str(config.destination_arn)


def _write(
    writer: ServiceLogWriter,
    destination: str,
    place: tuple[str, str, str],
    found: Iterable[tuple[TrafficInterface, LogLine]],
) -> str:
    """Write lines, and return the association's error; '' where they were written."""
    account, region, vpc_id = place
    service = ActingService(DELIVERY, account, f"arn:{own_partition()}:logs:{region}:{account}:*")
    if destination.split(":")[2] == "logs":
        streams: dict[str, list[LogLine]] = defaultdict(list)
        for interface, line in found:
            streams[f"{vpc_id}_{interface.instance_id or interface.id}"].append(line)
        group = destination.removesuffix(":*")
        written = [writer.put_delivered(group, stream, lines) for stream, lines in streams.items()]
        return "" if all(written) else "DESTINATION_NOT_FOUND"
    bucket, _, prefix = destination.partition(":::")[2].partition("/")
    files: dict[datetime, list[LogLine]] = defaultdict(list)
    for _, line in found:
        at = line.at.astimezone(UTC)
        minute = at.minute - at.minute % FILE_MINUTES
        files[at.replace(minute=minute, second=0, microsecond=0)].append(line)
    for at, lines in sorted(files.items()):
        text = "".join(f"{line.message}\n" for line in sorted(lines, key=lambda each: each.at))
        digest = hashlib.sha256(f"{vpc_id}{at}{text}".encode()).hexdigest()[:8]
        name = f"{vpc_id}_vpcdnsquerylogs_{account}_{at:%Y%m%dT%H%MZ}_{digest}.log.gz"
        folder = f"AWSLogs/{account}/vpcdnsquerylogs/{vpc_id}/{at:%Y/%m/%d}"
        key = "/".join(filter(None, (prefix.strip("/"), folder, name)))
        body = gzip.compress(text.encode(), mtime=0)
        error = writer.put_object(service, bucket, key, body)
        if error:
            return "DESTINATION_NOT_FOUND" if error == "NoSuchBucket" else "ACCESS_DENIED"
    return ""


def _pick_port(interface: TrafficInterface, query: DnsQuery) -> int:
    digest = hashlib.sha256(f"{interface.id}{query.name}{query.start}".encode()).digest()
    first, last = EPHEMERAL
    return first + int.from_bytes(digest[:4], "big") % (last - first + 1)

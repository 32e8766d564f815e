"""Closes a security group that was opened."""

import re
from collections.abc import Iterator

from ringwall.catalog.ec2.addresses import are_world, is_world
from ringwall.catalog.ec2.opening_events import READS as EVENT_READS
from ringwall.catalog.ec2.opening_events import find_added_rules, find_events
from ringwall.catalog.ec2.security_group_rules import (
    READ_RULES,
    WRITES,
    authorize,
    describe_ports,
    describe_rules,
    find_same,
    name_peer,
    revoke,
)
from ringwall.catalog.ec2.suspect import GROUP
from ringwall.catalog.response_site import ACCOUNT, PARTITION, REGION, ResponseSite, open_site
from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied, CallFailed, NeedsHuman
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.table import Row
from ringwall.model.threat import Scene, Threat

WEB = (80, 443)
NAMED = rf"(?:arn:{PARTITION}:ec2:({REGION}):({ACCOUNT}):security-group/)?({GROUP})"


@responds(
    "Close a security group that was opened",
    "security_group",
    writes=WRITES,
    reads=("ec2.describe_security_groups", READ_RULES, *EVENT_READS),
    risks=(
        "Whoever came in by the rules has to use another way.",
        "Connections that are tracked may outlast the rule that let them in.",
        "Where CloudTrail does not say what was added, all that opens the internet is revoked.",
    ),
    rollback="The rules are there again with their descriptions and tags; each has a new id.",
    answers=(
        "ec2.security_group_is_opened_to_everyone",
        "ec2.security_group_is_changed",
    ),
    options=(
        ResponseOption(
            "web",
            "Where nobody knows what was added: also revoke rules for TCP 80 or 443 alone.",
            "no",
            "yes|no",
        ),
    ),
)
def close_opened_group(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Revoke the rules that the events of the finding added, or those that open the internet."""
    named = re.fullmatch(NAMED, threat.resource, re.ASCII)
    if not named:
        raise NeedsHuman("the finding names no security group by its id: look it up")
    region, account, group = named.groups()
    if account and account != threat.account_id:
        raise NeedsHuman(f"{group} is of account {account}, the finding of another one")
    site = open_site(threat, scene, region or "")
    _check(site, group)
    arn = site.name(f"security-group/{group}")
    rules = describe_rules(site.reader, group)
    added: frozenset[str] = frozenset()
    try:
        added = find_added_rules(site.reader, find_events(threat), group)
    except AccessDenied as error:
        yield HumanStep(arn, "Look in CloudTrail which rules were added", str(error))
    if added:
        chosen = [rule for rule in rules if rule["SecurityGroupRuleId"] in added]
    else:
        chosen = [rule for rule in rules if _opens(rule)]
        yield from _tell_unknown(arn, rules)
        if scene.options.get("web") != "yes":
            yield from _tell_web(arn, [rule for rule in chosen if _is_web(rule)])
            chosen = [rule for rule in chosen if not _is_web(rule)]
    for rule in chosen:
        yield _close(site, rule)
    yield HumanStep(
        arn,
        "Look in the flow logs who came in while it was open, and end what goes on",
        "a connection that is tracked may outlast the rule that let it in",
    )


def _check(site: ResponseSite, group: str) -> None:
    """Raise NeedsHuman where there is no such group."""
    try:
        found = site.reader.call("ec2.describe_security_groups", GroupIds=[group])
    except CallFailed as error:
        if not error.is_one_of(("InvalidGroup.NotFound", "InvalidGroupId.NotFound")):
            raise
        found = {"SecurityGroups": []}
    if not found["SecurityGroups"]:
        raise NeedsHuman(f"{group} in {site.region} of account {site.account_id} is gone")


def _opens(rule: Row) -> bool:
    """Whether a rule lets the internet in."""
    block = rule.get("CidrIpv4") or rule.get("CidrIpv6")
    return not rule["IsEgress"] and bool(block) and is_world(str(block))


def _is_web(rule: Row) -> bool:
    ports = (rule.get("FromPort"), rule.get("ToPort"))
    return rule["IpProtocol"] == "tcp" and ports in {(port, port) for port in WEB}


def _tell_unknown(arn: str, rules: list[Row]) -> Iterator[HumanStep]:
    """Tell what opens the group without one rule that says so."""
    ingress = [rule for rule in rules if not rule["IsEgress"]]
    blocks = [rule.get("CidrIpv4") or rule.get("CidrIpv6") for rule in ingress]
    if not any(map(_opens, rules)) and are_world(filter(None, blocks)):
        yield HumanStep(
            arn, "Revoke the rules that nobody needs", "only all rules together open the internet"
        )
    lists = sorted({rule["PrefixListId"] for rule in ingress if rule.get("PrefixListId")})
    if lists:
        yield HumanStep(
            arn,
            f"Look whether a prefix list has the internet: {', '.join(lists)}",
            "a list is used by other groups too",
        )


def _tell_web(arn: str, rules: list[Row]) -> Iterator[HumanStep]:
    for rule in rules:
        yield HumanStep(
            arn,
            f"Decide whether {describe_ports(rule)} stays open to {name_peer(rule)}",
            "a web server may need it; option web=yes revokes it too",
        )


def _close(site: ResponseSite, rule: Row) -> Change:
    probe = find_same(rule)
    way = "leave by" if rule["IsEgress"] else "reach"
    return site.change(
        site.name(f"security-group/{rule['GroupId']}"),
        write=revoke(rule),
        probe=probe,
        before=read_state(probe, site.reader),
        after=[],
        why=f"{name_peer(rule)} can {way} {describe_ports(rule)}",
        blast="availability",
        undo=authorize(rule),
        stage="contain",
    )

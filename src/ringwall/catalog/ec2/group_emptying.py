"""Revokes all rules of a security group, each so that it can come back as it was."""

from collections.abc import Iterator

from ringwall.catalog.ec2.security_group_rules import (
    WRITES as RULE_WRITES,
)
from ringwall.catalog.ec2.security_group_rules import (
    authorize,
    describe_rules,
    find_same,
    name_peer,
    revoke,
)
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row

WRITES = RULE_WRITES


def empty_group(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Yield a Change for each rule of the group, inbound and outbound."""
    group = finding.resource.rpartition("/")[2]
    for rule in describe_rules(reader, group):
        yield _revoke({**rule, "GroupId": group}, finding, reader)


def _revoke(rule: Row, finding: Finding, reader: Reader) -> Change:
    direction = "outbound" if rule["IsEgress"] else "inbound"
    probe = find_same(rule)
    return Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=revoke(rule),
        probe=probe,
        before=read_state(probe, reader),
        after=[],
        why=f"the group should have no rules: what is in it loses its {direction} traffic with "
        f"{name_peer(rule)}, but for connections that are open",
        layer=finding.layer,
        blast="availability",
        undo=authorize(rule),
    )

"""The security groups of what is isolated, one in each VPC."""

from collections.abc import Iterator

from ringwall.catalog.ec2.network_keys import network_key, vpc_ref
from ringwall.catalog.ec2.network_plan import find_all_vpcs
from ringwall.catalog.response_tags import QUARANTINE_TAG
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Existing, Ref, RowKey, Wanted

GROUP = "ringwall-quarantine"


@wants("response.quarantine")
def want_quarantine_groups(landscape: Landscape) -> Iterator[Wanted]:
    """Have a group without rules in the VPCs of the blueprint, and in those that are named."""
    wanted = landscape.settings.response.quarantine
    if not wanted.enabled:
        return
    for _, vpc in find_all_vpcs(landscape):
        yield _want_group(network_key(vpc, "ec2_security_group", GROUP), vpc_ref(vpc))
    governed = {(each.name, region) for each in landscape.accounts for region in each.regions}
    for named in wanted.vpcs:
        if (named.account, named.region) in governed:
            name = f"{GROUP}-{named.vpc_id}"
            yield _want_group(
                RowKey(named.account, named.region, "ec2_security_group", name),
                named.vpc_id,
                Existing("ec2_vpc", "vpc_id", named.vpc_id),
            )


def _want_group(key: RowKey, vpc_id: str | Ref, *expects: Existing) -> Wanted:
    return Wanted(
        key=key,
        columns={
            "group_name": GROUP,
            "group_description": "For what is isolated: nothing gets in or out",
            "vpc_id": vpc_id,
            "ip_permissions": [],
            "ip_permissions_egress": [],
            "tags": dict([QUARANTINE_TAG]),
        },
        section="response.quarantine",
        layer="response",
        why="who makes a group in the hour of an incident forgets the rule that AWS adds to it",
        expects=expects,
    )

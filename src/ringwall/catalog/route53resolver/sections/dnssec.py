"""The validation of DNSSEC for the VPCs that the blueprint makes."""

from collections.abc import Iterator

from ringwall.catalog.ec2.network_keys import SECTION, network_key, vpc_ref
from ringwall.catalog.ec2.network_plan import find_all_vpcs
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted


@wants(SECTION)
def want_validation(landscape: Landscape) -> Iterator[Wanted]:
    """Have the resolver of each VPC validate what DNS answers."""
    for account, vpc in find_all_vpcs(landscape):
        if not account.settings.infrastructure.network.dnssec_validation:
            continue
        if vpc.region in landscape.regions_of("route53resolver", account):
            yield Wanted(
                key=network_key(vpc, "route53resolver_resolver_dnssec_config"),
                columns={"vpc_id": vpc_ref(vpc), "validation_status": "ENABLED"},
                section=SECTION,
                layer="infrastructure",
                why="a forged answer of DNS leads programs to an attacker's servers",
            )

"""VPCs that a section names, of accounts or Regions that the blueprint does not govern."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark

SECTIONS = (
    ("detection", "flow_logs"),
    ("detection", "resolver_logs"),
    ("infrastructure", "dns_firewall"),
    ("response", "quarantine"),
)


def logged_vpcs(landscape: Landscape) -> Iterator[Remark]:
    """Yield a remark for each VPC whose account or Region the blueprint does not have."""
    regions = {account.name: account.regions for account in landscape.accounts}
    for layer, section in SECTIONS:
        settings = getattr(getattr(landscape.settings, layer), section)
        for position, vpc in enumerate(settings.vpcs):
            keys = (layer, section, "vpcs", position)
            if vpc.region not in regions.get(vpc.account, ()):
                said = f"{vpc.vpc_id}: {vpc.region} is not governed in the account {vpc.account}"
                yield Remark((*keys, "region"), said)

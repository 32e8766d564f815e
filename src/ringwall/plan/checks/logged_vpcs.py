"""VPCs that are to be logged, of accounts or Regions that the blueprint does not govern."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark


def logged_vpcs(landscape: Landscape) -> Iterator[Remark]:
    """Yield a remark for each VPC whose account or Region the blueprint does not have."""
    regions = {account.name: account.regions for account in landscape.accounts}
    detection = landscape.settings.detection
    for section in ("flow_logs", "resolver_logs"):
        for position, vpc in enumerate(getattr(detection, section).vpcs):
            keys = ("detection", section, "vpcs", position)
            if vpc.account not in regions:
                said = f"{vpc.vpc_id}: the blueprint has no account {vpc.account}"
                yield Remark((*keys, "account"), said)
            elif vpc.region not in regions[vpc.account]:
                said = f"{vpc.vpc_id}: {vpc.region} is not governed in the account {vpc.account}"
                yield Remark((*keys, "region"), said)

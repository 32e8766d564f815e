"""What guards edges and lacks something that the blueprint has to say: a cost, or a Region."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark

OF_CLOUDFRONT = "us-east-1"
"""The administrator of Firewall Manager is chosen there too."""


def edge_demands(landscape: Landscape) -> Iterator[Remark]:
    """Yield an error where a cost is not accepted, or what CloudFront needs is not governed."""
    wanted = landscape.settings.infrastructure
    if wanted.shield.enabled and not wanted.shield.accept_cost:
        said = (
            "Shield Advanced costs 3,000 USD a month for a year, and nobody can end it before: set "
            "accept_cost: true, or enabled: false"
        )
        yield Remark(("infrastructure", "shield", "enabled"), said)
    firewall = wanted.web_firewall
    if firewall.enabled and firewall.cloudfront and OF_CLOUDFRONT not in landscape.regions:
        said = f"web ACLs of CloudFront are in {OF_CLOUDFRONT}: add it to regions"
        yield Remark(("infrastructure", "web_firewall", "cloudfront"), said)
    if wanted.firewall_manager.enabled and OF_CLOUDFRONT not in landscape.regions:
        said = (
            f"the administrator of Firewall Manager is chosen in {OF_CLOUDFRONT}: add it to regions"
        )
        yield Remark(("infrastructure", "firewall_manager", "enabled"), said)

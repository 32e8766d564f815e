"""What a hub is told that it cannot do: units that there are not, sections that are off."""

from collections.abc import Iterator

from ringwall.catalog.ec2.network_plan import find_hub_account
from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark

KEYS = ("infrastructure", "transit")


def hub_settings(landscape: Landscape) -> Iterator[Remark]:
    """Yield a remark for what is named and not there, and for what does nothing as it is."""
    wanted = landscape.settings.infrastructure
    transit = wanted.transit
    units = {"/".join(unit.path) for unit in landscape.units}
    for position, path in enumerate(transit.production_units if transit.enabled else ()):
        if path not in units:
            said = f"the blueprint has no unit {path}: its accounts would not be production"
            yield Remark((*KEYS, "production_units", position), said)
    if transit.enabled and not landscape.settings.accounts.resource_sharing:
        said = "the transit gateway reaches no other account without accounts.resource_sharing"
        yield Remark(KEYS, said)
    if transit.enabled and not any(
        account.settings.infrastructure.network.enabled for account in landscape.accounts
    ):
        yield Remark(KEYS, "transit: does nothing without network", "note")
    if wanted.network_firewall.enabled:
        yield from _check_public_access(landscape)
    if wanted.network_firewall.enabled and not transit.enabled:
        keys = ("infrastructure", "network_firewall")
        yield Remark(keys, "network_firewall: no traffic reaches it without transit", "note")


def _check_public_access(landscape: Landscape) -> Iterator[Remark]:
    """Yield a remark where the account of the hub blocks what its firewall lets pass.

    https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
    """
    hub = find_hub_account(landscape)
    if hub is None:
        return
    network = hub.settings.infrastructure.network
    if network.enabled and network.block_public_access == "block-bidirectional":
        said = (
            f"block-bidirectional in {hub.name} stops all that passes the firewall, whatever is "
            "excluded: choose block-ingress for it"
        )
        yield Remark(("infrastructure", "network", "block_public_access"), said)

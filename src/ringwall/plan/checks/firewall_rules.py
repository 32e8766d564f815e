"""Rules of Network Firewall that AWS would refuse, or whose alerts name no single rule."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.suricata import find_flaws, find_repeated_sids
from ringwall.plan.remark import Remark

KEYS = ("infrastructure", "network_firewall")


def firewall_rules(landscape: Landscape) -> Iterator[Remark]:
    """Yield a remark for each rule that is not right, and for each name that is there twice."""
    wanted = landscape.settings.infrastructure.network_firewall
    for position, group in enumerate(wanted.rule_groups):
        for flaw in find_flaws(group.rules):
            said = f"{group.name}: line {flaw.line}: {flaw.message}"
            yield Remark((*KEYS, "rule_groups", position, "rules"), said)
    places = {group.name: number for number, group in enumerate(wanted.rule_groups)}
    for name, sid, other in find_repeated_sids({g.name: g.rules for g in wanted.rule_groups}):
        said = f"{name}: {other} has the sid {sid} too; an alert names its rule by it alone"
        yield Remark((*KEYS, "rule_groups", places[name], "rules"), said)
    seen: set[str] = set()
    for list_name in ("rule_groups", "domain_lists"):
        for position, group in enumerate(getattr(wanted, list_name)):
            if group.name in seen:
                said = f"two rule groups are called {group.name}"
                yield Remark((*KEYS, list_name, position, "name"), said)
            seen.add(group.name)

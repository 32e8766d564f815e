"""Rule groups of DNS Firewall, their rules and lists, and the VPCs that are named."""

from collections.abc import Iterator

from ringwall.catalog.ec2.network_keys import network_key
from ringwall.catalog.ec2.network_plan import find_all_vpcs
from ringwall.catalog.route53resolver.wanted_rows import (
    SECTION,
    SHARED,
    associate,
    associate_existing,
    group_key,
    list_places,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row

NO_LIST = (
    "DNS Firewall of the account and Region has no managed domain list of this name: leave it out "
    "of managed_domain_lists"
)


@wants(SECTION)
def want_dns_firewall(landscape: Landscape) -> Iterator[Wanted]:
    """Have a rule group in each place, its rules, and the association of each VPC."""
    places = list_places(landscape)
    firewalls = [_PlaceOfFirewall(landscape, account, region) for account, region in places]
    lists = dict.fromkeys(key for firewall in firewalls for key in firewall.managed_lists())
    yield from map(_want_managed_list, lists)
    for firewall in firewalls:
        yield from firewall.want()
    for vpc in landscape.settings.infrastructure.dns_firewall.vpcs:
        if (vpc.account, vpc.region) in places:
            yield from associate_existing(landscape, vpc.account, vpc.region, vpc.vpc_id)
    for _, planned in find_all_vpcs(landscape):
        yield from associate(landscape, network_key(planned, "ec2_vpc"))


def _want_managed_list(key: RowKey) -> Wanted:
    return Wanted(
        key=key,
        columns={"name": key.name},
        why="AWS learns of names of malware and botnets every day",
        by_hand=NO_LIST,
        **SHARED,
    )


class _PlaceOfFirewall:
    """The rows of one account and Region."""

    def __init__(self, landscape: Landscape, account: str, region: str) -> None:
        self.name = landscape.name
        self.wanted = landscape.settings.infrastructure.dns_firewall
        self.group = group_key(account, region)
        there = {each.name for each in landscape.accounts if isinstance(each.id, str)}
        # AWS's lists have the same ids in all accounts: who is not there yet goes by another one.
        self.reader = account if account in there else landscape.management.name

    def managed_lists(self) -> Iterator[RowKey]:
        """Yield AWS's lists in the order in which they are tried."""
        for name in self.wanted.managed_domain_lists:
            key = self._key("managed_domain_list", name)
            yield key._replace(account=self.reader)

    def want(self) -> Iterator[Wanted]:
        """Yield the rule group, its own domain lists, and a rule for each list."""
        yield Wanted(
            key=self.group,
            columns={"name": f"{self.name}-dns-firewall"},
            why="names that malware and stolen data go by are the same for all VPCs",
            **SHARED,
        )
        if self.wanted.allowed_domains:
            yield from self._want_own("allowed", 100, self.wanted.allowed_domains, "ALLOW")
        if self.wanted.blocked_domains:
            blocked = self.wanted.blocked_domains
            yield from self._want_own("blocked", 200, blocked, self.wanted.action)
        for number, key in enumerate(self.managed_lists()):
            yield self._want_rule(key, 300 + 100 * number, self.wanted.action)

    def _key(self, table: str, name: str) -> RowKey:
        return self.group._replace(table=f"route53resolver_{table}", name=name)

    def _want_own(
        self, name: str, priority: int, domains: tuple[str, ...], action: str
    ) -> Iterator[Wanted]:
        key = self._key("firewall_domain_list", name)
        yield Wanted(
            key=key,
            columns={
                "name": f"{self.name}-{name}",
                # As AWS writes them.
                "domains": list(dict.fromkeys(f"{d.lower().rstrip('.')}." for d in domains)),
            },
            why="which names are good and which are bad is known best where they are used",
            **SHARED,
        )
        yield self._want_rule(key, priority, action)

    def _want_rule(self, domains: RowKey, priority: int, action: str) -> Wanted:
        columns: Row = {
            "firewall_rule_group_id": Ref(self.group, "id"),
            "firewall_domain_list_id": Ref(domains, "id"),
            "name": domains.name,
            "priority": priority,
            "action": action,
            "block_response": "NXDOMAIN" if action == "BLOCK" else "",
        }
        return Wanted(
            key=self._key("firewall_rule", domains.name),
            columns=columns,
            why="a program that does not find its server does nothing for an attacker",
            **SHARED,
        )

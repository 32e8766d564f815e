"""Network Firewall in the hub of each Region, as a blueprint wants it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.detection_keys import bucket_key
from ringwall.catalog.ec2.hub_keys import FIREWALL_LOGS, firewall_key
from ringwall.catalog.ec2.network_keys import subnet_ref, vpc_ref
from ringwall.catalog.ec2.network_plan import MAIN
from ringwall.catalog.ec2.sections.hub import FIREWALL, list_hubs
from ringwall.catalog.ec2.sections.network import NetworkRows
from ringwall.catalog.networkfirewall.tables.networkfirewall_firewall import LOG_TYPES
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.network_firewall import DomainList, NetworkFirewall, SuricataRules
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted

STRICT = "STRICT_ORDER"
FORWARD = "aws:forward_to_sfe"
DEFAULTS = {
    "drop_established": ["aws:drop_established", "aws:alert_established"],
    "drop_strict": ["aws:drop_strict", "aws:alert_strict"],
    "alert_established": ["aws:alert_established"],
}
WHY = "what reaches the internet, and what passes between VPCs, is what rules allow"
LOGGED = "what was dropped, and who talked to whom, is known after an incident"


@dataclass(frozen=True)
class FirewallRows:
    """Makes the rows of the firewall of one hub."""

    landscape: Landscape
    hub: NetworkRows

    @property
    def settings(self) -> NetworkFirewall:
        """What the blueprint says of it."""
        return self.landscape.settings.infrastructure.network_firewall

    def key(self, table: str, name: str) -> RowKey:
        """Return the key of a row."""
        return RowKey(self.hub.vpc.account, self.hub.vpc.region, f"networkfirewall_{table}", name)

    def want(
        self,
        table: str,
        name: str,
        columns: dict[str, Any],
        why: str,
        given: dict[str, Any] | None = None,
    ) -> Wanted:
        """Return a row."""
        return Wanted(
            key=self.key(table, name),
            columns=columns,
            section=FIREWALL,
            layer="infrastructure",
            why=why,
            given=given or {},
        )

    @property
    def groups(self) -> tuple[SuricataRules | DomainList, ...]:
        """The rule groups that are made, in the order of their priorities."""
        return *self.settings.rule_groups, *self.settings.domain_lists

    @property
    def arn(self) -> Ref:
        """The ARN of the firewall."""
        return Ref(firewall_key(self.hub.vpc.account, self.hub.vpc.region), "arn")

    @property
    def home(self) -> dict[str, Any]:
        """The addresses that are ours: without them, those of the firewall's own VPC are."""
        plan = self.landscape.settings.infrastructure.network.cidr
        return {"HOME_NET": {"Definition": [plan]}}


@wants(FIREWALL)
def want_firewalls(landscape: Landscape) -> Iterator[Wanted]:
    """Have a firewall in each zone of the hub, which drops what no rule lets pass, and logs it."""
    if not landscape.settings.infrastructure.network_firewall.enabled:
        return
    for hub in list_hubs(landscape):
        if hub.vpc.region in landscape.regions_of("network-firewall"):
            rows = FirewallRows(landscape, hub)
            yield from _want_rule_groups(rows)
            yield _want_policy(rows)
            yield from _want_firewall(rows)
            yield from _want_logs(rows)


def _want_rule_groups(rows: FirewallRows) -> Iterator[Wanted]:
    for group in rows.groups:
        yield rows.want(
            "rule_group",
            group.name,
            {
                "rule_group_name": f"{rows.landscape.name}-{group.name}",
                "type": "STATEFUL",
                "capacity": group.capacity,
                "rule_order": STRICT,
                "rule_variables": {"IPSets": rows.home},
                **_write_rules(group),
            },
            WHY,
        )


def _write_rules(group: SuricataRules | DomainList) -> dict[str, Any]:
    if isinstance(group, SuricataRules):
        return {"rules_string": group.rules}
    return {
        "targets": list(group.domains),
        "target_types": list(group.target_types),
        "generated_rules_type": group.generated_rules_type,
    }


def _want_policy(rows: FirewallRows) -> Wanted:
    wanted, landscape = rows.settings, rows.landscape
    managed = f"arn:{landscape.partition}:network-firewall:{rows.hub.vpc.region}:aws-managed"
    arns: list[Any] = [
        f"{managed}:stateful-rulegroup/{name}" for name in wanted.managed_rule_groups
    ]
    arns += [Ref(rows.key("rule_group", group.name), "arn") for group in rows.groups]
    return rows.want(
        "firewall_policy",
        MAIN,
        {
            "firewall_policy_name": f"{landscape.name}-{MAIN}",
            "stateless_default_actions": [FORWARD],
            "stateless_fragment_default_actions": [FORWARD],
            "stateful_default_actions": DEFAULTS[wanted.stateful_default_action],
            "rule_order": STRICT,
            "stream_exception_policy": wanted.stream_exception_policy,
            "policy_variables": {"RuleVariables": rows.home},
            "stateful_rule_group_references": [
                {"ResourceArn": arn, "Priority": number} for number, arn in enumerate(arns, 1)
            ],
        },
        WHY,
    )


def _want_firewall(rows: FirewallRows) -> Iterator[Wanted]:
    subnets = [subnet_ref(rows.hub.vpc, each.name) for each in rows.hub.subnets("firewall")]
    yield rows.want(
        "firewall",
        MAIN,
        {
            "firewall_name": f"{rows.landscape.name}-{MAIN}",
            "firewall_policy_arn": Ref(rows.key("firewall_policy", MAIN), "arn"),
            "vpc_id": vpc_ref(rows.hub.vpc),
        },
        WHY,
        given={"subnet_mappings": [{"SubnetId": subnet} for subnet in subnets]},
    )
    for each in rows.hub.subnets("firewall"):
        yield rows.want(
            "firewall_endpoint",
            each.name,
            {"firewall_arn": rows.arn, "subnet_id": subnet_ref(rows.hub.vpc, each.name)},
            "a zone whose firewall is in another one is cut off with that one",
        )
    yield rows.want(
        "firewall_protection",
        MAIN,
        {
            "firewall_arn": rows.arn,
            "delete_protection": rows.settings.delete_protection,
            "subnet_change_protection": rows.settings.subnet_change_protection,
        },
        "nobody takes the firewall away in one step",
    )


def _want_logs(rows: FirewallRows) -> Iterator[Wanted]:
    region = rows.hub.vpc.region
    bucket = bucket_key(rows.landscape, FIREWALL_LOGS, region)
    if region not in rows.landscape.logs.regions or not rows.settings.log_types:
        return
    columns = {
        LOG_TYPES[kind]: [
            {
                "LogType": kind,
                "LogDestinationType": "S3",
                "LogDestination": {"bucketName": Ref(bucket, "name")},
            }
        ]
        for kind in rows.settings.log_types
    }
    yield rows.want("logging_configuration", MAIN, {"firewall_arn": rows.arn, **columns}, LOGGED)

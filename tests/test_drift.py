"""Each property of each type that differs gives its line, and no other: on rows, without AWS."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pytest
from blueprint_world import FULL_BLUEPRINT

from ringwall.catalog.loader import load_lifecycles, load_sections, load_tables
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import OWNER_TAG, RowKey, Wanted, find_refs
from ringwall.model.table import Row
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.landscape import make_landscape
from ringwall.plan.organization_rows import OrganizationRows
from ringwall.plan.reconciliation.catalog import Catalog, needed_columns
from ringwall.plan.reconciliation.estate import EstateTable
from ringwall.plan.reconciliation.order import in_order
from ringwall.plan.reconciliation.outcome import Reconciliation
from ringwall.plan.reconciliation.reconcile import reconcile
from ringwall.plan.reconciliation.values import PlannedValues

CATALOG = Catalog(load_tables(), load_lifecycles())
MANAGEMENT, REGIONS = "111111111111", ("eu-west-1", "us-east-1")


@dataclass(frozen=True)
class PerfectEstate:
    """An estate in which all is as a blueprint wants it: made-up rows, by their keys."""

    landscape: Landscape
    wanted: tuple[Wanted, ...]
    rows: Mapping[RowKey, Row]

    def plan(self, rows: Mapping[RowKey, Row]) -> Reconciliation:
        """Return the plan with some rows in place of the perfect ones."""
        tables: dict[str, dict[tuple[str, str], tuple[Row, ...]]] = {}
        for key, row in {**self.rows, **rows}.items():
            place = (row["account_id"], row["region"])
            places = tables.setdefault(key.table, {})
            places[place] = (*places.get(place, ()), row)
        estate = {name: EstateTable(tables.get(name, {})) for name in CATALOG.tables}
        return reconcile(self.landscape, self.wanted, estate, CATALOG)


MADE_UP: dict[str, Row] = {
    "certificatemanager_certificate": {
        "validation_records": [["shop.example.com", "_a.shop.example.com.", "CNAME", "_b.aws."]]
    }
}
"""Columns that others look into, and no text will do."""


def make_perfect(landscape: Landscape, wanted: list[Wanted]) -> PerfectEstate:
    values, rows = PlannedValues(CATALOG.lifecycles), {}
    accounts = {account.name: account.id for account in landscape.accounts}
    columns = needed_columns(wanted, CATALOG)
    for number, row in enumerate(in_order(wanted, accounts)):
        if row.satisfied_by:
            continue
        lifecycle = CATALOG.of(row.key)
        made: Row = dict.fromkeys(columns[row.key.table], f"{number:012}")
        made |= MADE_UP.get(row.key.table, {}) | values.resolve_all(row.columns)
        made["arn"] = f"arn:aws:made-up:::{row.key.table}/{number}"
        made["account_id"] = values.resolve(accounts[row.key.account])
        made["region"] = row.key.region
        made["tags"] = dict(values.resolve_all(row.columns.get("tags", {})))
        if lifecycle.owner == "tag":
            made["tags"][OWNER_TAG] = f"{landscape.name}/{row.key.name}"
        values.rows[row.key] = rows[row.key] = made
    return PerfectEstate(landscape, tuple(wanted), rows)


@pytest.fixture(scope="module")
def perfect() -> PerfectEstate:
    alone = tuple({"account_id": MANAGEMENT, "region": region} for region in REGIONS)
    file = parse_blueprint(FULL_BLUEPRINT.read_bytes(), FULL_BLUEPRINT.name)
    landscape = make_landscape(file, OrganizationRows(regions=alone))
    return make_perfect(
        landscape, [row for part in load_sections() for row in part.wants(landscape)]
    )


def drift(row: Row, name: str, bound: str | None) -> Any:
    """Return what a column has after somebody changed it; weaker, where there is an order."""
    value = row[name]
    if name == "tags":
        own = {OWNER_TAG: value[OWNER_TAG]} if OWNER_TAG in value else {}
        return {**dict.fromkeys(value, "drifted"), **own}
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1 if bound == "at_most" else value - 1
    if isinstance(value, list):
        return [] if value else ["drifted"]
    if isinstance(value, Mapping):
        return {} if value else {"drifted": "yes"}
    return f"{value}-drifted"


def test_nothing_differs_where_all_is_as_wanted(perfect: PerfectEstate) -> None:
    plan = perfect.plan({})
    assert (plan.differences, plan.changes, plan.skipped) == ((), (), ())
    there = {key.table for key in perfect.rows}
    assert CATALOG.lifecycles.keys() - there == NOT_OF_A_SECTION, (
        f"have {FULL_BLUEPRINT.name} want rows of each type; name those here that no section wants"
    )


NOT_OF_A_SECTION = {
    "accessanalyzer_archive_rule",
    "account_contact_information",
    "config_aggregation_authorization",
    "config_conformance_pack",
    "detective_graph",
    "ec2_security_group_egress",
    "securityhub_standard",
}
"""Types that no section wants; they can be made, changed and erased all the same."""


def find_properties(perfect: PerfectEstate) -> Iterator[tuple[Wanted, str]]:
    """Yield each column that a row wants, once for each type.

    What is called otherwise is another resource, where only the name tells which it is.
    """
    seen = set()
    for row in perfect.wanted:
        lifecycle = CATALOG.of(row.key)
        names = () if lifecycle.owner == "tag" else lifecycle.identity
        for name in row.columns:
            if row.key in perfect.rows and name not in names and (row.key.table, name) not in seen:
                seen.add((row.key.table, name))
                yield row, name


FIXED = {
    "accessanalyzer_analyzer": {"name"},
    "backup_backup_plan": {"backup_plan_name"},
    "backup_backup_vault": {"backup_vault_name", "encryption_key_arn"},
    "budgets_budget": {"budget_name"},
    "cloudtrail_trail": {"trail_name"},
    "cloudwatch_alarm": {"alarm_name"},
    "config_configuration_aggregator": {"configuration_aggregator_name"},
    "controltower_enabled_baseline": {"target_identifier", "baseline_identifier"},
    "controltower_enabled_control": {"target_identifier", "control_identifier"},
    "controltower_landing_zone": {"region"},
    "ec2_flow_log": {"logged_resource_id"},
    "ec2_network_acl": {"vpc_id"},
    "ec2_route_table": {"vpc_id"},
    "ec2_security_group": {"group_name", "group_description", "vpc_id"},
    "ec2_subnet": {"vpc_id", "cidr_block", "availability_zone_id"},
    "ec2_transit_gateway": {"amazon_side_asn"},
    "ec2_transit_gateway_route_table": {"transit_gateway_id"},
    "ec2_transit_gateway_vpc_attachment": {"transit_gateway_id", "vpc_id", "subnet_ids"},
    "events_event_bus": {"name"},
    "ec2_vpc": {"cidr_block", "instance_tenancy"},
    "events_rule": {"event_bus_name", "name"},
    "iam_instance_profile": {"instance_profile_name"},
    "fms_admin_account": {"admin_account"},
    "fms_policy": {"policy_name", "security_service_type", "resource_type"},
    "iam_role": {"role_name"},
    "logs_log_group": {"log_group_name"},
    "networkfirewall_firewall": {"firewall_name", "vpc_id"},
    "networkfirewall_firewall_policy": {"firewall_policy_name", "rule_order"},
    "networkfirewall_rule_group": {"rule_group_name", "type", "capacity", "rule_order"},
    "organizations_account": {"email"},
    "organizations_organization": {"feature_set"},
    "organizations_organizational_unit": {"parent_id"},
    "organizations_policy": {"type"},
    "route53resolver_firewall_domain_list": {"name"},
    "route53resolver_firewall_rule_group": {"name"},
    "route53resolver_firewall_rule_group_association": {"firewall_rule_group_id", "vpc_id"},
    "ram_resource_share": {"name", "principals", "resource_arns"},
    "route53resolver_resolver_query_logging_config": {"name"},
    "s3_bucket": {"name"},
    "secretsmanager_secret": {"name"},
    "securityhub_policy_association": {"target_type"},
    "securitylake_subscriber": {"subscriber_name"},
    "ssm_document": {"name"},
    "sso_permission_set": {"instance_arn", "name"},
    "shield_protection": {"name", "resource_arn"},
    "wafv2_web_acl": {"name", "scope"},
}
"""What AWS cannot change, by table: the plan says so, and makes nothing anew of its own accord."""


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.slow)])
def test_each_property_that_drifts_gives_its_line_alone(perfect: PerfectEstate, every: int) -> None:
    wrong, tried = {}, 0
    for row, name in islice(find_properties(perfect), 0, None, every):
        there, lifecycle = perfect.rows[row.key], CATALOG.of(row.key)
        drifted = drift(there, name, lifecycle.bounds.get(name))
        plan = perfect.plan({row.key: {**there, name: drifted}})
        lines = {(line.key, line.property) for line in plan.differences}
        skips = [skip for skip in plan.skipped if not skip.waits_for]
        if name in {*FIXED.get(row.key.table, ()), *lifecycle.by_hand}:
            (skip,) = skips
            is_told = not skip.is_open and skip.reason.startswith(f"{name} ")
            is_right = is_told and skip.key == row.key and not lines
        else:
            if name in lifecycle.replaced_by:  # what refers to the old one has to change too
                users = {each.key for each in perfect.wanted if row.key in refs_of(each)}
                lines = {(key, of) for key, of in lines if key not in users}
            is_right = lines == {(row.key, name)} and not skips
        if not is_right:
            wrong[f"{row.key} {name}"] = (lines, skips)
        tried += 1
    assert wrong == {}, (
        "each should give its own line, or be in FIXED, which is for what AWS cannot change"
    )
    assert tried > 150 // every


def refs_of(row: Wanted) -> set[RowKey]:
    return {ref.key for ref in find_refs([row.columns, row.given])}

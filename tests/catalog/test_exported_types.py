"""What a new type lacks to be exported: each failure says what to add, and where.

CloudFormation's own resource schemas, as cfn-lint ships them, are the truth.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from resource_types import write_resource_types

from ringwall.catalog.exported_types import list_exported_types
from ringwall.catalog.loader import (
    find_exports,
    load_exports,
    load_lifecycles,
    load_sections,
    load_tables,
)
from ringwall.catalog.resource_types import FILE, load_resource_types
from ringwall.model.blueprint.wanted import find_refs
from ringwall.model.export import TableExport
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.export.naming import find_attribute
from ringwall.plan.export.properties import names_written, path_of
from ringwall.plan.landscape import make_landscape
from ringwall.plan.reconciliation.template import find_names

TABLES, LIFECYCLES = load_tables(), load_lifecycles()
EXPORTS, TYPES = load_exports(), load_resource_types()
MADE = {"account_id", "region", "partition", "owner", "name_of_row", "tags"}
"""Names of templates that every row has."""
ARN_LESS = {
    "config_delivery_channel",
    "controltower_enabled_control",
    "ec2_eip",
    "ec2_flow_log",
    "ec2_internet_gateway",
    "ec2_nat_gateway",
    "ec2_network_acl",
    "ec2_route_table",
    "ec2_security_group",
    "ec2_subnet",
    "ec2_transit_gateway_route_table",
    "ec2_transit_gateway_vpc_attachment",
    "ec2_vpc",
    "ec2_vpc_block_public_access_exclusion",
    "ec2_vpc_endpoint",
    "guardduty_detector",
    "identitystore_group",
    "logs_metric_filter",
}
UNREACHED = {
    *((table, "arn") for table in ARN_LESS),
    ("certificatemanager_certificate", "validation_records"),
    ("networkfirewall_firewall_policy", "update_token"),
    ("networkfirewall_logging_configuration", "log_destination_configs"),
    ("networkfirewall_rule_group", "update_token"),
    ("securitylake_subscriber", "subscriber_id"),
}
"""Columns that CloudFormation has of no resource of the type, and that no other row refers to."""

LACKED = {("organizations_account", "iam_user_access_to_billing")}
"""What calls of Ringwall are given and CloudFormation has no property for."""


def type_of(table: str) -> str:
    export = EXPORTS.get(table)
    return (export.type if export else "") or TABLES[table].cloudformation


EXPORTED = [name for name in LIFECYCLES if type_of(name)]
FULL = Path(__file__).parents[1] / "plugins" / "full_blueprint.yaml"


def export_of(table: str) -> TableExport:
    return EXPORTS.get(table) or TableExport(table)


def columns_of(table: str) -> Iterator[str]:
    """Yield the columns that a blueprint can want: those that calls of Ringwall set."""
    lifecycle = LIFECYCLES[table]
    yield from lifecycle.identity
    yield from lifecycle.creates
    yield from lifecycle.changeable


def test_the_file_says_what_cloudformation_says() -> None:
    assert FILE.read_text(encoding="utf-8") == write_resource_types(), "`make docs` writes it"


def test_every_exported_type_is_known() -> None:
    assert tuple(TYPES) == list_exported_types()


@pytest.mark.parametrize("table", EXPORTED)
def test_every_column_has_a_place_in_cloudformation(table: str) -> None:
    type_ = TYPES[type_of(table)]
    columns = {column.name: column for column in TABLES[table].columns}
    export = export_of(table)
    for name in sorted(
        set(columns_of(table)) - names_written(export) - export.lacking.keys() - MADE
    ):
        path = path_of(columns[name]) if name in columns else ""
        assert type_.can_set(path), (
            f"{table}.{name}: {type_.name} has no property {path!r} that can be set. Say property= "
            f"in the table, or properties=, writer=, implied= or lacking= in exports/{table}.py"
        )


@pytest.mark.parametrize("table", EXPORTED)
def test_what_a_type_requires_is_written(table: str) -> None:
    type_, export = TYPES[type_of(table)], export_of(table)
    columns = {column.name: column for column in TABLES[table].columns}
    paths = {path_of(columns[name]) for name in columns_of(table) if name in columns}
    paths |= set(export.writer.paths if export.writer else ())
    parts = [each.part_of for each in EXPORTS.values() if each.part_of]
    paths |= {part.path for part in parts if part.table == table}
    written = {path.partition(".")[0].partition("[")[0] for path in {*paths, *export.properties}}
    lacking = set(type_.required) - written
    assert not lacking, f"{table}: say in exports/{table}.py where {lacking} comes from"


@pytest.mark.parametrize("table", EXPORTED)
def test_what_others_refer_to_can_be_said(table: str) -> None:
    type_, export = TYPES[type_of(table)], export_of(table)
    said = {*export.known, *columns_of(table), *MADE}
    for column in sorted(set(LIFECYCLES[table].ids) - said):
        is_unreached = (table, column) in UNREACHED
        assert bool(find_attribute(type_, export, column)) != is_unreached, (
            f"{table}.{column}: {type_.name} has {sorted(type_.read_only)} and is identified by "
            f"{type_.identifier}. Say attributes= or known= in exports/{table}.py, or why it "
            "cannot be referred to in UNREACHED"
        )


@pytest.mark.parametrize("table", EXPORTED)
def test_what_calls_are_given_is_written(table: str) -> None:
    export = export_of(table)
    templates = [
        export.properties,
        [one.properties for one in export.also],
        export.part_of.item if export.part_of else None,
    ]
    unsaid = set(LIFECYCLES[table].given) - find_names(templates)
    unsaid -= {name for name in unsaid if (table, name) in LACKED}
    assert not unsaid or export.writer, f"{table}: say in exports/{table}.py where {unsaid} goes"


def test_nothing_refers_to_what_cannot_be_referred_to() -> None:
    landscape = make_landscape(parse_blueprint(FULL.read_bytes(), FULL.name))
    rows = (row for part in load_sections() for row in part.wants(landscape))
    exported = [row for row in rows if not export_of(row.key.table).why_not]
    refs = {ref for row in exported for ref in find_refs([row.columns, row.given])}
    assert not {(ref.key.table, ref.column) for ref in refs} & UNREACHED


@pytest.mark.parametrize("table", EXPORTS)
def test_an_export_names_what_there_is(table: str) -> None:
    export, lifecycle = EXPORTS[table], LIFECYCLES[table]
    columns = {column.name for column in TABLES[table].columns}
    names = columns | set(lifecycle.given) | MADE | {f"found.{name}" for name in lifecycle.ids}
    templates = [
        export.properties,
        [each for each in export.known.values() if isinstance(each, str)],
        [one.properties for one in export.also],
        [one.by, one.item, one.further] if (one := export.part_of) else [],
    ]
    assert find_names(templates) <= names | {"role_name", "path"}
    own = export.values.keys() | export.implied.keys() | export.lacking.keys()
    own |= set(export.writer.columns if export.writer else ())
    assert own <= columns | set(lifecycle.identity)
    for path in (*export.properties, *(export.writer.paths if export.writer else ())):
        assert TYPES[type_of(table)].can_set(path), path
    for further in export.also:
        assert all(TYPES[further.type].can_set(path) for path in further.properties)


@pytest.mark.parametrize("table", [name for name, export in EXPORTS.items() if export.part_of])
def test_a_part_has_its_place_in_the_other_resource(table: str) -> None:
    part = EXPORTS[table].part_of
    assert part
    for path in filter(None, (part.path, *part.further)):
        assert TYPES[type_of(part.table)].can_set(path)
    others = {column.name for column in TABLES[part.table].columns}
    assert part.by.keys() <= others | set(LIFECYCLES[part.table].given) | {"arn"}


@pytest.mark.parametrize(
    "table", [each for each in LIFECYCLES if not (type_of(each) or export_of(each).why_not)]
)
def test_a_table_without_a_type_has_none(table: str) -> None:
    every = {
        name.removeprefix("AWS::").replace("::", "").lower(): name
        for name in PROVIDER_SCHEMA_MANAGER.get_resource_types("us-east-1")
        if name.startswith("AWS::")
    }
    assert every.get(table.replace("_", "")) is None, f"{table}: say cloudformation="


@pytest.mark.parametrize(
    ("name", "table", "complaint"),
    [
        ("kms_key", "kms_alias", "a file is named after its table, kms_alias"),
        ("iam_user", "iam_user", "iam_user has no lifecycle"),
    ],
)
def test_an_export_in_the_wrong_place_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, table: str, complaint: str
) -> None:
    package = f"misplaced_export_of_{name}"
    folder = tmp_path / package / "kms" / "exports"
    folder.mkdir(parents=True)
    text = f"from ringwall.model.export import TableExport\n\nx = TableExport({table!r})\n"
    (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ValueError, match=complaint):
        list(find_exports(tmp_path / package, package))

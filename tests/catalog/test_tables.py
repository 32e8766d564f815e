"""Every table that the catalog declares holds together: names, columns, and what it says."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from odd_words import find_odd

from ringwall.catalog.loader import load_batch_facts, load_facts, load_logs, load_tables
from ringwall.catalog.walk import CATALOG
from ringwall.collect.rows import Captured, RowMaker
from ringwall.collect.shape import SHAPE_ERRORS
from ringwall.collect.source import ResourceDocument
from ringwall.model.share import SharedWith
from ringwall.model.table import GUARDED, RUNNING, Row, Table

TABLES = load_tables()
EVERY = TABLES | load_facts() | load_batch_facts() | load_logs()
PARTS = {
    "policy_statement": "iam",
    "plaintext_credential": "secretsmanager",
    "security_group_rule": "ec2",
}
"""What tables explode into, where several could: their names have no service."""
OTHER_NAMES = {"iam_policy": "AWS::IAM::ManagedPolicy"}
"""Tables that are not named after their type: AWS::IAM::Policy is an inline policy."""


def spell(name: str) -> str:
    """Return a name of CloudFormation in snake_case: DBInstance is db_instance."""
    parted = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3_\2\4", name)
    return parted.lower()


def columns_of(table: Table) -> dict[str, str]:
    return {column.name: column.type for column in table.all_columns}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_named_after_its_service_and_its_type(table: Table) -> None:
    assert table.service == PARTS.get(table.name, table.name.partition("_")[0])
    assert (CATALOG / table.service / "tables" / f"{table.name}.py").is_file()
    if table.cloudformation and table.name not in OTHER_NAMES:
        vendor, service, resource = table.cloudformation.split("::")
        assert vendor == "AWS"
        assert table.name == f"{service.lower()}_{spell(resource)}"


@pytest.mark.parametrize("table", EVERY.values(), ids=EVERY)
def test_columns_have_names_that_sql_takes_as_they_are(table: Table) -> None:
    names = [column.name for column in table.all_columns]
    assert len(names) == len(set(names))
    for name in names:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name), name


@pytest.mark.parametrize("table", EVERY.values(), ids=EVERY)
def test_docs_are_sentences(table: Table) -> None:
    assert table.doc.endswith(".")
    for column in table.columns:
        assert column.doc.endswith((".", "...")), column.name
        assert "  " not in column.doc, column.name


@pytest.mark.parametrize("table", (TABLES | load_logs()).values(), ids=TABLES | load_logs())
def test_docs_use_the_words_of_aws(table: Table) -> None:
    assert find_odd(table.doc, *(column.doc for column in table.columns)) == []


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_has_the_columns_that_it_speaks_of(table: Table) -> None:
    columns = columns_of(table)
    for name in filter(None, (table.policy, table.inline_policies)):
        assert columns[name] == "JSON"
    if table.policy_name:
        assert columns[table.policy_name] == "TEXT"
    if table.share:
        assert set(table.share.columns) <= columns.keys()
    if isinstance(table.share, SharedWith):
        assert columns[table.share.column] == "TEXT[]"
        assert table.share.actions
        assert bool(table.share.block) is bool(table.share.blocked_by)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_roles_are_found_where_a_table_says(table: Table) -> None:
    if role := table.runs_as:
        assert columns_of(table)[role.column] == "TEXT"
        assert bool(role.through) is bool(role.roles)
        if role.through:
            assert columns_of(TABLES[role.through])[role.roles] == "TEXT[]"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_rows_come_from_one_place(table: Table) -> None:
    assert not (table.list and table.fetch)
    owners = {d.table for owner in TABLES.values() for d in owner.derived}
    assert table.is_derived is (table.name in owners)
    intos = [call.into for call in table.calls] + [shared.into for shared in table.shared]
    assert len(intos) == len(set(intos))
    assert all(intos)
    if not table.is_derived:
        assert table.arn


NEVER_GONE = {
    "account_account": "an account is not deleted during a collection",
    "ecs_task_definition": "a revision that was deregistered can still be described",
    "lambda_alias": "a ResourceNotFoundException says that there is no policy",
    "guardduty_detector": "a BadRequestException may mean anything",
    "guardduty_publishing_destination": "a BadRequestException may mean anything",
    "lambda_layer_version": "AWS says the same of one that has no policy",
}
"""Tables whose detail calls have no code of their own for a resource that was deleted, and why."""


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_resource_that_was_deleted_midway_is_told_from_one_that_was_refused(
    table: Table,
) -> None:
    envelope = {"account_id", "region", "partition"}
    asks = any(set(re.findall(r"{(\w+)}", str(call.parameters))) - envelope for call in table.calls)
    needs = asks and table.name not in NEVER_GONE
    assert bool(table.gone) is needs, (
        "add gone= to the table: the error codes of a deleted resource; or a line to NEVER_GONE"
        if needs
        else "gone= is for detail calls that name a resource, and not for tables in NEVER_GONE"
    )


def test_policies_are_those_of_aws() -> None:
    types = {table.name: table.policy_type for table in TABLES.values() if table.policy}
    assert {n: t for n, t in types.items() if t != "resource"} == {
        "iam_role": "trust",
        "iam_policy": "managed",
        "ec2_vpc_endpoint": "endpoint",
    }


def test_services_whose_resource_policies_must_allow_are_known() -> None:
    found = {table.must_allow: table.name for table in TABLES.values() if table.must_allow}
    assert found == {"kms": "kms_key", "sts": "iam_role"}
    assert all(TABLES[name].policy for name in found.values())


def test_facts_speak_of_tables_that_exist() -> None:
    for table in (load_facts() | load_batch_facts()).values():
        assert table.schema == "facts"
        sources = {*table.about, *table.sources} - {GUARDED, RUNNING}
        assert sources <= TABLES.keys()


def test_logs_are_no_resources() -> None:
    for table in load_logs().values():
        assert (table.schema, table.enveloped) == ("logs", False)


GARBLED: dict[str, tuple[str, str, Row]] = {
    "a key without its state": ("kms_key", "key_state", {"Metadata": {"KeyManager": "CUSTOMER"}}),
    "a root user without a count of keys": (
        "iam_account",
        "account_access_keys_present",
        {"Arn": "arn:aws:iam::111111111111:root", "Summary": {"Users": 1}},
    ),
    "a subnet that does not say what it gives": (
        "ec2_subnet",
        "map_public_ip_on_launch",
        {"SubnetId": "s"},
    ),
    "a database that does not say whether it is public": (
        "rds_db_instance",
        "publicly_accessible",
        {"DBInstanceArn": "d"},
    ),
    "a snapshot without its attribute": ("rds_db_snapshot", "is_public", {"Sharing": []}),
    "a bucket's ACL without grants": ("s3_bucket", "acl", {"Name": "b", "Acl": {"Owner": {}}}),
    "a bucket's ACL of another shape": ("s3_bucket", "acl", {"Name": "b", "Acl": {"Grants": 7}}),
    "a root without policy types": (
        "organizations_organization",
        "enabled_policy_types",
        {"MasterAccountId": "1" * 12, "Root": {"Id": "r-1"}},
    ),
    "an attached policy without its ARN": (
        "iam_user",
        "managed_policy_arns",
        {"AttachedManagedPolicies": [{"PolicyName": "admin"}]},
    ),
    "a task without containers": (
        "ecs_task_definition",
        "privileged_containers",
        {"Described": {"Task": {"family": "f"}}},
    ),
}


@pytest.mark.parametrize(("name", "column", "content"), GARBLED.values(), ids=GARBLED.keys())
def test_a_garbled_answer_is_not_known_and_told(name: str, column: str, content: Row) -> None:
    table = replace(TABLES[name], arn="Arn")
    captured = Captured("111111111111", "eu-west-1", "aws", datetime(2026, 1, 1, tzinfo=UTC), "x")
    document = ResourceDocument({"Arn": "arn:aws:x:::y"} | content)
    row, broken = RowMaker(table).make(document, captured)
    assert row[column] is None
    assert column in broken


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ec2_network_acl", {}),
        ("ec2_network_acl", {"Entries": [{}]}),
        ("ec2_network_acl", {"Entries": None}),
        ("ec2_route_table", {}),
        ("ec2_route_table", {"Routes": [{}]}),
        ("ec2_security_group", {"IpPermissions": []}),
        ("ec2_security_group", {"IpPermissions": [{}], "IpPermissionsEgress": []}),
        ("ec2_security_group", {"IpPermissions": [{"IpProtocol": "-1"}]}),
    ],
)
def test_parts_of_a_garbled_answer_are_not_known(name: str, content: Row) -> None:
    derived = TABLES[name].derived[0]
    with pytest.raises(SHAPE_ERRORS):
        list(derived.rows(content, {}))

"""A CloudFormation resource makes the rows that AWS's API would: known answers for each table.

`properties/<table>.json` has examples of both forms of a resource, the columns that CloudFormation
does not know of it, and the columns that are known where every property is left out.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jmespath
import pytest

from ringwall.catalog.loader import load_facts, load_logs, load_tables
from ringwall.collect.rows import Captured, RowMaker
from ringwall.collect.source import ResourceDocument
from ringwall.model.table import ABSENT, Column, Row, Table

TABLES = load_tables()
CAPTURED = Captured("111111111111", "eu-west-1", "aws", datetime(2026, 1, 2, tzinfo=UTC), "test")
CASES: dict[str, Any] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "properties").glob("*.json"))
}
EXAMPLES = [
    pytest.param(TABLES[name], example, id=f"{name}-{number}")
    for name, case in CASES.items()
    for number, example in enumerate(case["examples"])
]
NEVER_SAID = {
    "codebuild_project": {"webhook_url"},
    "ec2_instance": {"iam_instance_profile"},
    "lambda_function": {"vpc_id"},
    "opensearchservice_domain": {"vpc_id"},
}
"""Columns of which CloudFormation knows only that there is none."""


def make_rows(table: Table, example: Row) -> tuple[Row, Row]:
    """Return the rows that the two forms of a resource make."""
    content = example["api"]
    none = frozenset(call.into for call in table.calls if content.get(call.into) is None)
    api, broken = RowMaker(table).make(ResourceDocument(content, none=none), CAPTURED)
    assert broken == {}
    return api, make_of_properties(table, example["properties"])


def make_of_properties(table: Table, properties: Row) -> Row:
    document = ResourceDocument(properties, known={"arn": "arn:aws:x:::y"})
    row, broken = RowMaker(table, "properties").make(document, CAPTURED)
    assert broken == {}
    return row


def read(value: Any, column: Column) -> Any:
    """Return a value as it can be compared: the parts of a JSON object have no order."""
    return json.loads(value) if column.type == "JSON" and isinstance(value, str) else value


def is_declared(column: Column) -> bool:
    return bool(column.property or column.unless or column.default is not None)


def test_what_is_declared_has_examples() -> None:
    declared = {name for name, t in TABLES.items() if any(map(is_declared, t.columns))}
    assert declared <= CASES.keys() <= TABLES.keys()


@pytest.mark.parametrize(("table", "example"), EXAMPLES)
def test_both_forms_make_the_same_row_but_for_what_is_unknown(table: Table, example: Row) -> None:
    api, properties = make_rows(table, example)
    unknown = set(example["unknown"])
    assert unknown <= {"tags", *(column.name for column in table.columns)}
    for column in table.columns:
        if column.name in unknown:
            assert properties[column.name] is None, column.name
        elif column.path:
            wanted = read(api[column.name], column)
            assert read(properties[column.name], column) == wanted, column.name
            assert wanted is not None, column.name
    if table.tags:
        assert properties["tags"] == (None if "tags" in unknown else api["tags"])


@pytest.mark.parametrize("name", CASES)
def test_what_is_left_out_is_a_default_or_unknown(name: str) -> None:
    table = TABLES[name]
    row = make_of_properties(table, {})
    known = {c.name: row[c.name] for c in table.columns if row[c.name] is not None}
    assert known == CASES[name]["left_out"]
    assert row["tags"] is None


@pytest.mark.parametrize("name", CASES)
def test_examples_show_more_than_what_is_left_out(name: str) -> None:
    """A wrong path would yield the default: each column must be seen with another value."""
    table, case = TABLES[name], CASES[name]
    rows = [make_of_properties(table, example["properties"]) for example in case["examples"]]
    for column in table.columns:
        seen = {json.dumps(read(row[column.name], column), default=str) for row in rows}
        is_shown = bool(seen - {"null", json.dumps(case["left_out"].get(column.name))})
        can_be_known = is_declared(column) and column.name not in NEVER_SAID.get(name, ())
        assert is_shown or not can_be_known, column.name


@pytest.mark.parametrize("name", CASES)
def test_properties_are_spelled_as_cloudformation_spells_them(name: str) -> None:
    functions = {"contains", "length", "not_null", "starts_with", "to_string", "type"}
    own = {"source", "at"}  # keys of a multi-select hash
    for column in TABLES[name].columns:
        for path in filter(None, (column.property, column.unless)):
            jmespath.compile(path)
            names = set(re.findall(r"[A-Za-z]\w*", re.sub(r"'[^']*'|`[^`]*`", "", path)))
            for word in names - functions - own:
                assert word[0].isupper(), (column.name, path)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_defaults_have_the_type_of_their_column(table: Table) -> None:
    for column in table.columns:
        if column.default is not None:
            assert type(column.default) is type(ABSENT[column.type]) or (
                column.type == "JSON" and column.default == []
            )
            assert table.cloudformation, column.name


def test_tables_that_are_no_resources_declare_no_properties() -> None:
    others = [t for t in TABLES.values() if not t.cloudformation]
    for table in (*others, *load_facts().values(), *load_logs().values()):
        assert not any(map(is_declared, table.columns)), table.name


@pytest.mark.parametrize(
    ("name", "properties", "tags"),
    [
        ("s3_bucket", {"Tags": [{"Key": "team", "Value": "web"}]}, {"team": "web"}),
        ("kms_key", {"Tags": [{"Key": "team", "Value": "web"}]}, {"team": "web"}),
        ("securityhub_hub", {"Tags": {"team": "web"}}, {"team": "web"}),
        ("backup_backup_vault", {"BackupVaultTags": {"team": "web"}}, {"team": "web"}),
        ("backup_backup_vault", {"Tags": {"team": "web"}}, None),
        ("efs_file_system", {"FileSystemTags": [{"Key": "a", "Value": ""}]}, {"a": ""}),
        ("cloudtrail_trail", {"Tags": [{"Key": "team", "Value": "web"}]}, {"team": "web"}),
        ("sns_topic", {"Tags": []}, {}),
        ("sns_topic", {}, None),
    ],
)
def test_tags_are_read_where_the_type_has_them(
    name: str, properties: Row, tags: Row | None
) -> None:
    assert make_of_properties(TABLES[name], properties)["tags"] == tags


@pytest.mark.parametrize(
    ("name", "source"),
    [
        *((f"rds_db_{kind}", "") for kind in ("cluster", "instance")),
        *(
            ("rds_db_cluster", source)
            for source in (
                *("SnapshotIdentifier", "SourceDBClusterIdentifier", "SourceDbClusterResourceId"),
                *("ReplicationSourceIdentifier", "GlobalClusterIdentifier"),
            )
        ),
        *(
            ("rds_db_instance", source)
            for source in (
                *("DBSnapshotIdentifier", "DBClusterSnapshotIdentifier", "SourceDbiResourceId"),
                *("SourceDBInstanceIdentifier", "SourceDBInstanceAutomatedBackupsArn"),
                "SourceDBClusterIdentifier",
            )
        ),
    ],
)
def test_a_copy_of_a_database_may_be_as_its_source_is(name: str, source: str) -> None:
    row = make_of_properties(TABLES[name], {source: "other"})
    copied = ["storage_encrypted", "kms_key_id", "backup_retention_period"]
    if name == "rds_db_instance":
        copied.append("auto_minor_version_upgrade")
    left_out = CASES[name]["left_out"]
    assert {row[column] for column in copied} == (
        {None} if source else {left_out[column] for column in copied}
    )
    assert row["deletion_protection"] is False


@pytest.mark.parametrize("flag", ["BlockPublicAcls", "RestrictPublicBuckets"])
def test_a_block_of_public_access_that_is_set_in_part(flag: str) -> None:
    """A bucket's other flags are off then; AWS does not say it of an access point's."""
    columns = {"BlockPublicAcls": "block_public_acls"}
    columns["RestrictPublicBuckets"] = "restrict_public_buckets"
    properties = {"PublicAccessBlockConfiguration": {flag: True}}
    rows = [make_of_properties(TABLES[n], properties) for n in ("s3_bucket", "s3_access_point")]
    for name, column in columns.items():
        assert [row[column] for row in rows] == ([True, True] if name == flag else [False, None])


def test_a_template_s_text_is_as_good_as_a_number_or_a_boolean() -> None:
    row = make_of_properties(
        TABLES["rds_db_instance"],
        {
            "StorageEncrypted": "true",
            "MultiAZ": "false",
            "Port": "5432",
            "MonitoringInterval": "60",
        },
    )
    assert (row["storage_encrypted"], row["multi_az"]) == (True, False)
    assert (row["endpoint_port"], row["monitoring_interval"]) == (5432, 60)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("value", ["x", 7, True, [], ["x"], {"Ref": "Other"}, {}], ids=repr)
def test_properties_of_another_shape_never_crash(name: str, value: Any) -> None:
    """What cannot be read is NULL and told; the columns beside it are read."""
    table = TABLES[name]
    said = {p for c in table.columns for p in re.findall(r"\b[A-Z]\w*", c.property or c.path)}
    document = ResourceDocument(dict.fromkeys(said, value), known={"arn": "a"})
    row, broken = RowMaker(table, "properties").make(document, CAPTURED)
    assert {column.name for column in table.columns} <= row.keys()
    assert all(row[column] is None for column in broken)

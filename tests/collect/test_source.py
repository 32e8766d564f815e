"""A source that is not AWS fills the same tables: by properties, and unknown where it cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from ringwall.collect.api import ApiSource
from ringwall.collect.files import open_files
from ringwall.collect.live import Target, collect
from ringwall.collect.source import (
    Dialect,
    Listing,
    Location,
    ReadOptions,
    ResourceDocument,
    Source,
)
from ringwall.collect.unit import Unit, collect_unit
from ringwall.model.coverage import Coverage
from ringwall.model.errors import NotInSource
from ringwall.model.table import Call, Derived, Row, Table, boolean, document, integer, text, texts
from ringwall.store.lake.snapshot import SnapshotWriter

ACCOUNT, REGION = "111111111111", "eu-west-1"
BUCKET = Table(
    name="bucket",
    doc="A bucket.",
    cloudformation="AWS::S3::Bucket",
    service="s3",
    list=Call("s3.list_buckets", "Buckets"),
    arn="arn:{partition}:s3:::{Name}",
    region="BucketRegion",
    tags="TagSet",
    calls=(
        Call("s3.get_versioning", into="Versioning"),
        Call("s3.get_tags", into="TagSet"),
        Call("s3.get_policy", into="Policy"),
    ),
    columns=(
        text("name", "Name", "Its name.", property="BucketName", default=""),
        text(
            "versioning",
            "Versioning.Status",
            "Enabled, Suspended or ''.",
            property="VersioningConfiguration.Status",
        ),
        integer("size", "Size", "The property is called as in the API."),
        boolean("is_used", "Versioning.IsUsed", "What no property says."),
        texts("readers", "Readers", "Who reads.", property="AccessControl.Readers", default=[]),
        document(
            "rules", "Rules", "Lifecycle.", property="Lifecycle.Rules", default={"none": True}
        ),
    ),
    derived=(Derived("statement", lambda doc, _: [{"sid": doc["Policy"]["Sid"]}], "Policy"),),
)
STATEMENT = Table(name="statement", doc="A statement.", columns=(text("sid", "", "Its id."),))
TABLES = {"bucket": BUCKET, "statement": STATEMENT}


@dataclass(frozen=True)
class Template:
    """A CloudFormation template, as a source: resources by type, in one account and region."""

    resources: Sequence[tuple[str, Row, Mapping[str, Any]]]
    name: str = "template"

    @property
    def dialect(self) -> Dialect:
        return "properties"

    def documents(self, table: Table, location: Location, options: ReadOptions) -> Listing:
        if not table.cloudformation:
            raise NotInSource(f"{table.name} has no CloudFormation type")
        found = [
            ResourceDocument(properties, known=known)
            for kind, properties, known in self.resources
            if kind == table.cloudformation and location == Location(ACCOUNT, REGION)
        ]
        return Listing(found[: options.limit], "aws", "stack.yaml")


def read(properties: Row, **known: Any) -> tuple[Row, list[Coverage]]:
    rows: dict[str, list[Row]] = {}
    source = Template([("AWS::S3::Bucket", properties, {"arn": "arn:aws:s3:::logs"} | known)])
    unit = Unit(ACCOUNT, REGION, "s3", (BUCKET,))
    coverage = collect_unit(unit, source, lambda name, more: rows.setdefault(name, []).extend(more))
    assert rows.keys() == {"bucket"}
    return rows["bucket"][0], list(coverage)


def test_declared_properties_fill_the_columns() -> None:
    row, _ = read(
        {
            "BucketName": "logs",
            "VersioningConfiguration": {"Status": "Enabled"},
            "AccessControl": {"Readers": ["ann"]},
            "Lifecycle": {"Rules": []},
        }
    )
    assert (row["name"], row["versioning"], row["readers"]) == ("logs", "Enabled", ["ann"])
    assert row["rules"] == "[]"
    assert row["raw"].startswith('{"BucketName":"logs"')


def test_a_property_that_is_left_out_has_its_default_or_is_unknown() -> None:
    row, _ = read({})
    assert (row["name"], row["readers"], row["rules"]) == ("", [], {"none": True})
    assert (row["versioning"], row["size"], row["is_used"]) == (None, None, None)


def test_the_api_s_names_are_tried_but_for_those_of_detail_calls() -> None:
    row, _ = read({"Size": 7, "Name": "not a property", "Versioning": {"IsUsed": True}})
    assert (row["size"], row["name"], row["is_used"]) == (7, "", None)


def test_the_source_knows_the_envelope() -> None:
    row, coverage = read({}, account_id="222222222222", region="us-east-1", tags=[])
    assert (row["arn"], row["resource_id"]) == ("arn:aws:s3:::logs", "logs")
    assert (row["account_id"], row["region"], row["tags"]) == ("222222222222", "us-east-1", {})
    assert row["source"] == "stack.yaml"
    assert {c.account_id for c in coverage} == {ACCOUNT}


def test_the_location_places_what_the_source_does_not() -> None:
    row, _ = read({"BucketRegion": "not a property"})
    assert (row["account_id"], row["region"]) == (ACCOUNT, REGION)


@pytest.mark.parametrize(
    ("properties", "tags"),
    [
        ({"Tags": [{"Key": "env", "Value": "prod"}]}, {"env": "prod"}),
        ({"Tags": {"env": "prod"}}, {"env": "prod"}),
        ({"Tags": []}, {}),
        ({}, None),
        ({"TagSet": [{"Key": "env", "Value": "prod"}]}, None),
    ],
)
def test_tags_are_a_property_or_unknown(properties: Row, tags: Row | None) -> None:
    assert read(properties)[0]["tags"] == tags


def test_what_is_made_of_the_api_s_documents_is_not_collected() -> None:
    _, coverage = read({"Policy": {"Sid": "x"}})
    gaps = [c for c in coverage if c.status != "ok"]
    assert [(c.table_name, c.aspect, c.status, c.error) for c in gaps] == [
        ("statement", "bucket", "not_collected", "cannot be made from template")
    ]


def test_a_resource_without_an_arn_is_left_out_and_told() -> None:
    rows: list[Row] = []
    source = Template([("AWS::S3::Bucket", {"BucketName": "logs"}, {"arn": ""})])
    unit = Unit(ACCOUNT, REGION, "s3", (BUCKET,))
    coverage = collect_unit(unit, source, lambda _, more: rows.extend(more))
    assert rows == []
    lost = [(c.table_name, c.aspect, c.resource) for c in coverage if c.status == "failed"]
    assert ("bucket", "row", "bucket/?") in lost


def test_a_table_that_the_source_cannot_have_is_not_collected() -> None:
    table = replace(BUCKET, cloudformation="")
    unit = Unit(ACCOUNT, REGION, "s3", (table,))
    (listed, derived) = collect_unit(unit, Template([]), lambda *_: None)
    assert (listed.aspect, listed.status, listed.calls) == ("list", "not_collected", 0)
    assert (derived.table_name, derived.status) == ("statement", "not_collected")


def test_a_snapshot_is_named_after_its_source(tmp_path: Path) -> None:
    source: Source = Template([("AWS::S3::Bucket", {"BucketName": "logs"}, {"arn": "a"})])
    target = Target({ACCOUNT: "prod"}, (REGION,))
    snapshot = collect(target, TABLES, source, SnapshotWriter(tmp_path, TABLES))
    assert (snapshot.source, snapshot.tables["bucket"].rows) == ("template", 1)


def test_aws_and_its_files_are_sources_of_the_api_s_documents() -> None:
    sources: tuple[Source, ...] = (ApiSource(lambda *_: pytest.fail("a call")), open_files({}))
    assert [(source.name, source.dialect) for source in sources] == [
        ("live", "api"),
        ("file", "api"),
    ]

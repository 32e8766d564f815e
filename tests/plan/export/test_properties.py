"""Where CloudFormation has the columns of a row."""

from collections.abc import Callable

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.catalog.resource_types import load_resource_types
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.table import Row
from ringwall.plan.export.known_values import KnownValues
from ringwall.plan.export.properties import (
    find_lacking,
    names_written,
    path_of,
    put_value,
    write_properties,
)
from ringwall.plan.export.rows import ExportCatalog

Want = Callable[..., Wanted]
TYPES = load_resource_types()


def write(row: Wanted, landscape: Landscape, catalog: ExportCatalog) -> tuple[Row, list[str]]:
    table = catalog.catalog.tables[row.key.table]
    known = KnownValues(landscape, [row], catalog.exports, catalog.catalog.lifecycles)
    export = catalog.export_of(table.name)
    found, losses = write_properties(row, table, TYPES[table.cloudformation], export, known)
    return found, [f"{loss.column}: {loss.reason}" for loss in losses]


def test_a_bucket_is_written_with_its_paths_and_tags(
    landscape: Landscape, catalog: ExportCatalog, want: Want
) -> None:
    columns = {
        "name": "logs",
        "sse_algorithm": "AES256",
        "log_bucket": "",
        "block_public_acls": True,
    }
    found, lost = write(want("prod eu-central-1 s3_bucket/b", columns), landscape, catalog)
    rule = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert found == {
        "BucketName": "logs",
        "BucketEncryption": {"ServerSideEncryptionConfiguration": [rule]},
        "PublicAccessBlockConfiguration": {"BlockPublicAcls": True},
        "Tags": [{"Key": "ringwall:blueprint", "Value": "acme/b"}],
    }
    assert lost == []


def test_rules_of_a_bucket_are_those_of_cloudformation(
    landscape: Landscape, catalog: ExportCatalog, want: Want
) -> None:
    rule = {
        "ID": "expire",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Expiration": {"Days": 365},
        "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}],
    }
    columns = {"name": "logs", "lifecycle_rules": [rule]}
    found, _ = write(want("prod eu-central-1 s3_bucket/b", columns), landscape, catalog)
    assert found["LifecycleConfiguration"]["Rules"] == [
        {
            "Id": "expire",
            "Status": "Enabled",
            "ExpirationInDays": 365,
            "Transitions": [{"StorageClass": "GLACIER", "TransitionInDays": 30}],
        }
    ]


def test_a_value_that_cloudformation_does_not_take_is_lost_with_the_reason(
    landscape: Landscape, catalog: ExportCatalog, want: Want
) -> None:
    row = want(
        "security eu-central-1 securityhub_finding_aggregator/home",
        {"region_linking_mode": "NO_REGIONS", "regions": []},
    )
    found, lost = write(row, landscape, catalog)
    assert lost == ["RegionLinkingMode: CloudFormation does not take NO_REGIONS"]
    type_ = TYPES["AWS::SecurityHub::FindingAggregator"]
    assert find_lacking(found, type_) == ["RegionLinkingMode"]


def test_a_column_without_a_path_is_lost(
    landscape: Landscape, catalog: ExportCatalog, want: Want
) -> None:
    row = want("prod eu-central-1 kms_key/k", {"description": "k", "strange": 1})
    found, lost = write(row, landscape, catalog)
    assert found["Description"] == "k"
    assert lost == ["strange: it is not declared where AWS::KMS::Key has it"]


def test_a_list_grows_and_what_is_read_only_is_refused() -> None:
    type_ = TYPES["AWS::IAM::Role"]
    properties: Row = {}
    put_value(properties, "ManagedPolicyArns", ["a"], type_)
    put_value(properties, "ManagedPolicyArns", ["b"], type_)
    assert properties == {"ManagedPolicyArns": ["a", "b"]}
    with pytest.raises(ValueError, match="AWS::IAM::Role has no Arn that can be set"):
        put_value(properties, "Arn", "x", type_)


def test_a_path_is_one_that_a_value_can_be_put_at(catalog: ExportCatalog) -> None:
    columns = {column.name: column for column in load_tables()["guardduty_detector"].columns}
    assert path_of(columns["finding_publishing_frequency"]) == "FindingPublishingFrequency"
    assert path_of(columns["status"]) == ""
    assert names_written(catalog.export_of("guardduty_detector")) == {"status"}
    assert "policy" in names_written(catalog.export_of("s3_bucket"))

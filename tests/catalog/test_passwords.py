"""Passwords in templates do not reach a snapshot."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.catalog.passwords import drop_passwords
from ringwall.collect.rows import Captured, RowMaker
from ringwall.collect.source import ResourceDocument

SECRET = "not-a-real-one"


def test_what_holds_a_password_is_dropped_at_any_depth() -> None:
    properties = {
        "Engine": "mysql",
        "MasterUserPassword": SECRET,
        "ManageMasterUserPassword": "true",
        "PasswordEncryption": "md5",
        "Settings": [{"AsmPassword": {"Ref": "Password"}, "Port": 1521}],
    }
    assert drop_passwords(properties) == {
        "Engine": "mysql",
        "ManageMasterUserPassword": "true",
        "PasswordEncryption": "md5",
        "Settings": [{"Port": 1521}],
    }


@pytest.mark.parametrize(
    ("name", "properties"),
    [
        ("dms_endpoint", {"Password": SECRET, "MongoDbSettings": {"Password": SECRET}}),
        ("elasticache_replication_group", {"AuthToken": SECRET}),
        ("rds_db_cluster", {"MasterUserPassword": SECRET}),
        ("rds_db_instance", {"MasterUserPassword": SECRET}),
        ("redshift_cluster", {"MasterUserPassword": SECRET}),
        ("redshiftserverless_namespace", {"AdminUserPassword": SECRET}),
    ],
)
def test_a_table_keeps_no_password_of_a_template(name: str, properties: Any) -> None:
    captured = Captured("111111111111", "eu-west-1", "aws", datetime(2026, 1, 1, tzinfo=UTC), "t")
    document = ResourceDocument(properties, known={"arn": "arn:aws:x:::y"})
    row, _ = RowMaker(load_tables()[name], "properties").make(document, captured)
    assert SECRET not in json.dumps(row, default=str)

"""A look before collecting."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from recorded_estate import deny
from recorded_events import RecordedEvents
from small_account import SmallAccount

from ringwall.catalog.loader import load_rules
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.doctor import check_home, find_scope, forecast
from ringwall.model.errors import BadInput, NoCredentials
from ringwall.store.lake.snapshot import open_snapshot

REGION = ("us-east-1",)


def test_a_home_without_a_snapshot_is_well(tmp_path: Path) -> None:
    found = check_home(tmp_path / "none")
    assert (found.snapshot, found.damage) == ("", "")
    assert not (tmp_path / "none").exists()


def test_the_files_of_the_current_snapshot_are_compared(audited_home: Path) -> None:
    snapshot = open_snapshot(audited_home / "estate")
    assert check_home(audited_home).snapshot == snapshot.id
    file = snapshot.path / "kms_key.parquet"
    file.write_bytes(file.read_bytes()[::-1])
    found = check_home(audited_home)
    assert found.snapshot == ""
    assert "kms_key.parquet: changed since it was written" in found.damage


@pytest.mark.parametrize("content", [b"no database" * 500, b"", b"SQLite format 3\x00" * 99])
def test_a_database_that_cannot_be_read_is_damage(audited_home: Path, content: bytes) -> None:
    for file in audited_home.glob("hub.sqlite*"):
        file.unlink()
    (audited_home / "hub.sqlite").write_bytes(content)
    found = check_home(audited_home)
    if content:
        assert "hub.sqlite: damaged" in found.damage
    else:  # an empty file is a database in which nothing was written yet
        assert found.damage == ""


def test_a_big_database_is_checked_as_a_whole(audited_home: Path) -> None:
    """Over 32 MiB it is not read as a whole each time it is opened, but here it is."""
    with closing(sqlite3.connect(audited_home / "hub.sqlite")) as database, database:
        database.execute("create table padding as select zeroblob(34000000) as bytes")
    assert check_home(audited_home).damage == ""
    with closing(sqlite3.connect(audited_home / "hub.sqlite")) as database, database:
        database.execute(
            "update finding set status = 'opem' where uid = (select max(uid) from finding)"
        )
    assert "hub.sqlite: damaged (row" in check_home(audited_home).damage


FULL = """
import resource, sys
from pathlib import Path
from ringwall.jobs.doctor import check_home
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
print(check_home(Path(sys.argv[1])).damage)
"""


def test_a_full_disk_is_found_before_anything_is_collected(audited_home: Path) -> None:
    words = (sys.executable, "-c", FULL, str(audited_home))
    done = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout == f"{audited_home}: cannot write: File too large\n"


def test_the_scope_is_what_a_collection_would_read(connection: AwsAccess, account: Any) -> None:
    account.client("organizations").create_organization(FeatureSet="ALL")
    scope = find_scope(connection, (), REGION)
    assert (scope.active, scope.known, scope.found.source) == (1, 1, "organization")
    assert scope.target.regions == REGION
    with pytest.raises(BadInput, match="no account sandbox"):
        find_scope(connection, ("sandbox",))


def test_without_credentials_there_is_no_scope(aws_environment: pytest.MonkeyPatch) -> None:
    aws_environment.setenv("AWS_REGION", "us-east-1")
    with pytest.raises(NoCredentials):
        find_scope(AwsAccess())


def test_rules_that_need_a_refused_call_would_be_unknown(
    connection: AwsAccess, account: Any, events: Any
) -> None:
    account.client("organizations").create_organization(FeatureSet="ALL")
    account.app.deny("kms:GetKeyRotationStatus", "s3:ListBuckets")
    scope = find_scope(connection, (), REGION)
    found = forecast(connection, scope, (), events)
    assert found.outcome == "unknown"
    assert [row.status for row in found.failures] == ["denied"] * len(found.failures)
    assert {row.table_name for row in found.failures} >= {"kms_key", "s3_bucket"}
    order = [(row.account_id, row.region, row.table_name) for row in found.failures]
    assert order == sorted(order)
    assert {"kms.key_rotates", "s3.bucket_is_versioned"} <= found.unknown.keys()
    assert "ec2.ssh_is_not_open" not in found.unknown
    assert found.rules == len(load_rules())
    assert (events.parts, events.totals) == (["doctor"], [len(events.steps)])


def test_regions_that_cannot_be_listed_are_a_failure(
    connection: AwsAccess, account: Any, events: Any
) -> None:
    account.app.deny("account:ListRegions", "ec2:DescribeRegions")
    scope = find_scope(connection)
    assert len(scope.target.regions) > 15
    scope = replace(scope, target=replace(scope.target, regions=REGION))
    found = forecast(connection, scope, (), events)
    assert found.outcome == "unknown"
    (listed,) = (row for row in found.failures if row.table_name == "*")
    assert (listed.region, listed.status) == ("global", "denied")
    assert listed.subject == "the list of Regions"


def test_a_policy_that_may_not_be_read_leaves_rules_on_access_unknown(
    small_account: SmallAccount, events: RecordedEvents
) -> None:
    connection = small_account.connect(deny("s3.get_bucket_policy"))
    found = forecast(connection, find_scope(connection), (), events)
    rules = {"s3.bucket_policy_is_not_public", "s3.bucket_requires_tls"}
    assert rules <= found.unknown.keys()
    assert "kms.key_policy_is_not_public" not in found.unknown
    assert all("s3.get_bucket_policy" in found.unknown[rule] for rule in rules)

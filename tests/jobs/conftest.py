"""Jobs are tested without any interface: what they report goes to lists."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.jobs.access.organization import open_organization
from ringwall.jobs.connection import AwsAccess
from ringwall.model.coverage import Coverage
from ringwall.reason.iam.organization.model import Organization
from ringwall.store.lake.snapshot import Snapshot, SnapshotWriter


@pytest.fixture(scope="session")
def shared_connection(served_account: Any) -> AwsAccess:
    return AwsAccess(endpoint_url=served_account.url)


@pytest.fixture
def connection(account: Any, shared_connection: AwsAccess) -> AwsAccess:
    """Return the way to the emulated account; the service models are read once for all tests."""
    assert account.url == shared_connection.endpoint_url
    return shared_connection


@pytest.fixture(scope="session")
def organization(two_accounts_home: Path) -> Organization:
    """Return the organization of two accounts; only read it."""
    return open_organization(two_accounts_home)


@pytest.fixture
def home_of(two_accounts: Any, tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a snapshot with other rows in some tables."""

    def write(denied: str = "", **tables: Any) -> Path:
        two_accounts.write(tmp_path, {**two_accounts.rows(), **tables}, denied=denied)
        return tmp_path

    return write


GAPS = (
    Coverage("1", "global", "iam_user", "list", "ok", calls=3),
    Coverage("1", "us-east-1", "s3_bucket", "Policy", "denied", "arn:a", 1, "no a"),
    Coverage("1", "us-east-1", "s3_bucket", "Policy", "denied", "arn:b", 2, "no b"),
    Coverage("2", "us-east-1", "kms_key", "list", "throttled", error="slow down"),
    Coverage("2", "eu-west-1", "*", "region", "region_disabled", calls=0),
    Coverage("2", "eu-west-1", "ecs_cluster", "list", "not_collected", calls=0, error="left out"),
    Coverage("2", "us-east-1", "ecs_cluster", "list", "not_collected", calls=0, error="left out"),
)


@pytest.fixture
def snapshot_with_gaps(tmp_path: Path, two_accounts: Any) -> Snapshot:
    """Return a snapshot with roles, and with gaps of each kind."""
    writer = SnapshotWriter(tmp_path / "estate", load_tables())
    writer.add_coverage(GAPS)
    writer.add("iam_role", two_accounts.rows()["iam_role"])
    return writer.finish("test", {"1": "prod", "2": "dev"}, ("us-east-1", "eu-west-1"))

"""Jobs are tested without any interface: what they report goes to lists."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.organization import open_organization
from ringwall.jobs.connection import AwsAccess
from ringwall.reason.iam.organization.model import Organization


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

"""The organization of a snapshot, and its principals by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.organization import (
    find_principal,
    open_organization,
    open_organization_if_any,
)
from ringwall.model.errors import BadInput, NotCollected
from ringwall.reason.iam.organization.model import Organization

PROD, DEV = "111111111111", "222222222222"


def test_what_was_collected_is_there(organization: Organization) -> None:
    assert organization.id == "o-example1234"
    assert f"arn:aws:iam::{PROD}:role/app" in organization.principals
    assert "arn:aws:s3:::data" in organization.resources
    assert organization.gaps == ()


def test_a_snapshot_by_its_id(two_accounts: Any, tmp_path: Path) -> None:
    old = two_accounts.write(tmp_path, two_accounts.rows())
    two_accounts.write(tmp_path, {**two_accounts.rows(), "s3_bucket": []})
    assert "arn:aws:s3:::data" not in open_organization(tmp_path).resources
    assert "arn:aws:s3:::data" in open_organization(tmp_path, old).resources
    with pytest.raises(BadInput):
        open_organization_if_any(tmp_path, "1999")


def test_none_where_nothing_was_collected(tmp_path: Path) -> None:
    assert open_organization_if_any(tmp_path) is None
    with pytest.raises(NotCollected):
        open_organization(tmp_path)


@pytest.mark.parametrize("wanted", [f"arn:aws:iam::{PROD}:role/app", "role/app", "app"])
def test_a_principal_by_arn_or_name(organization: Organization, wanted: str) -> None:
    assert find_principal(organization, wanted).arn == f"arn:aws:iam::{PROD}:role/app"


@pytest.mark.parametrize("wanted", ["", "user/app", "ap", "pp", f"arn:aws:iam::{DEV}:role/app"])
def test_a_name_that_nobody_has_is_bad_input(organization: Organization, wanted: str) -> None:
    with pytest.raises(BadInput, match="no user or role"):
        find_principal(organization, wanted)


def test_a_name_that_two_have_is_bad_input(home_of: Callable[..., Path], two_accounts: Any) -> None:
    arns = [f"arn:aws:iam::{account}:role/app" for account in (PROD, DEV)]
    home = home_of(iam_role=[two_accounts.role(arn, two_accounts.by_lambda) for arn in arns])
    with pytest.raises(BadInput, match=rf"2 principals are named app: {arns[0]}, {arns[1]}; name"):
        find_principal(open_organization(home), "app")

"""AWS RAM: sharing within the organization."""

from collections.abc import Callable
from typing import Any

from ringwall.model.errors import CallFailed


def test_sharing_is_seen_once_it_is_enabled(
    live: Any, aws: Callable[[str], Any], collect: Callable[..., Any]
) -> None:
    aws("organizations").create_organization(FeatureSet="ALL")
    assert collect(live, "ram_organization_sharing") == ({}, [])
    aws("ram").enable_sharing_with_aws_organization()
    rows, gaps = collect(live, "ram_organization_sharing")
    assert gaps == []
    (sharing,) = rows["ram_organization_sharing"]
    assert sharing["service_principal"] == "ram.amazonaws.com"


def test_an_account_alone_shares_with_no_organization(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    alone = CallFailed("none", "AWSOrganizationsNotInUseException")
    operation = "organizations.list_aws_service_access_for_organization"
    assert collect(canned({operation: alone}), "ram_organization_sharing") == ({}, [])

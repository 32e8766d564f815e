"""The landscape and the keys of what is in it."""

from ringwall.model.blueprint.landscape import (
    Landscape,
    LandscapeAccount,
    account_key,
    organization_key,
    unit_key,
)
from ringwall.model.blueprint.language import Blueprint

SETTINGS = Blueprint(blueprint="a", home_region="us-east-1")


def account(name: str) -> LandscapeAccount:
    return LandscapeAccount(name, "1", "a@b.co", (), ("us-east-1",), SETTINGS)


def test_the_management_account_is_the_first() -> None:
    first, second = account("root"), account("security")
    regions = ("us-east-1",)
    found = Landscape(
        "a", "aws", "us-east-1", regions, SETTINGS, (first, second), second, second, "o-1", "r-1"
    )
    assert found.management is first
    assert found.members == (second,)


def test_rows_of_the_organization_have_keys_of_the_management_account() -> None:
    assert str(organization_key("root")) == "root global organizations_organization/organization"
    assert str(account_key("root", "prod")) == "root global organizations_account/prod"
    unit = unit_key("root", ("Workloads", "Prod"))
    assert str(unit) == "root global organizations_organizational_unit/Workloads/Prod"

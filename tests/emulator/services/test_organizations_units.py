from typing import Any

import pytest


@pytest.fixture
def organizations(client: Any, member: str) -> Any:
    assert member
    return client("organizations")


@pytest.fixture
def root(organizations: Any) -> str:
    found: str = organizations.list_roots()["Roots"][0]["Id"]
    return found


def make(organizations: Any, parent: str, name: str) -> str:
    made = organizations.create_organizational_unit(ParentId=parent, Name=name)
    unit: str = made["OrganizationalUnit"]["Id"]
    return unit


def test_names_are_unique_beside_each_other(organizations: Any, root: str, refusal: Any) -> None:
    prod, test = (make(organizations, root, name) for name in ("Prod", "Test"))
    make(organizations, prod, "Prod")
    duplicate = "DuplicateOrganizationalUnitException"
    create = organizations.create_organizational_unit
    assert refusal(create, ParentId=root, Name="Prod")[0] == duplicate
    rename = organizations.update_organizational_unit
    assert refusal(rename, OrganizationalUnitId=test, Name="Prod")[0] == duplicate
    shown = rename(OrganizationalUnitId=test, Name="Staging")["OrganizationalUnit"]
    assert shown["Name"] == "Staging"


def test_units_are_five_deep(organizations: Any, root: str, refusal: Any) -> None:
    parent = root
    for depth in range(5):
        parent = make(organizations, parent, f"level {depth}")
    create = organizations.create_organizational_unit
    assert refusal(create, ParentId=parent, Name="x")[0] == "ConstraintViolationException"
    assert refusal(create, ParentId="r-none", Name="x")[0] == "ParentNotFoundException"


def test_a_unit_is_deleted_when_it_is_empty(
    organizations: Any, root: str, member: str, refusal: Any
) -> None:
    unit = make(organizations, root, "Prod")
    inside = {"AccountId": member, "SourceParentId": root, "DestinationParentId": unit}
    organizations.move_account(**inside)
    code = refusal(organizations.delete_organizational_unit, OrganizationalUnitId=unit)[0]
    assert code == "OrganizationalUnitNotEmptyException"
    organizations.move_account(AccountId=member, SourceParentId=unit, DestinationParentId=root)
    organizations.delete_organizational_unit(OrganizationalUnitId=unit)
    targets = organizations.list_targets_for_policy(PolicyId="p-FullAWSAccess")["Targets"]
    assert unit not in {target["TargetId"] for target in targets}
    code = refusal(organizations.delete_organizational_unit, OrganizationalUnitId=root)[0]
    assert code == "OrganizationalUnitNotFoundException"


def test_an_account_is_moved_from_where_it_is(
    organizations: Any, root: str, member: str, refusal: Any
) -> None:
    unit = make(organizations, root, "Prod")
    for source, target, code in (
        (unit, root, "SourceParentNotFoundException"),
        (root, "ou-none", "DestinationParentNotFoundException"),
        (root, root, "DuplicateAccountException"),
    ):
        given = {"AccountId": member, "SourceParentId": source, "DestinationParentId": target}
        assert refusal(organizations.move_account, **given)[0] == code

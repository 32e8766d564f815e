"""Units and accounts of a blueprint."""

from ringwall.model.blueprint.accounts import (
    Accounts,
    BlueprintAccount,
    OrganizationUnit,
    aws_name_of,
    email_of,
    place_accounts,
    walk_units,
)

UNITS = {
    "Workloads": OrganizationUnit(
        accounts=("shared",), units={"Prod": OrganizationUnit(accounts=("prod",))}
    ),
    "Security": OrganizationUnit(accounts=("security",)),
}
ACCOUNTS = Accounts(
    email="aws+{account}@a.co",
    root=("sandbox",),
    units=UNITS,
    accounts={"prod": BlueprintAccount(email="p@a.co", name="Production")},
)


def test_units_come_before_those_in_them_with_the_keys_that_lead_there() -> None:
    found = list(walk_units(UNITS))
    assert [placed.path for placed in found] == [
        ("Workloads",),
        ("Workloads", "Prod"),
        ("Security",),
    ]
    assert found[1].keys == ("accounts", "units", "Workloads", "units", "Prod")


def test_every_account_has_its_place_the_management_account_first() -> None:
    assert list(place_accounts(ACCOUNTS).items()) == [
        ("management", ()),
        ("sandbox", ()),
        ("shared", ("Workloads",)),
        ("prod", ("Workloads", "Prod")),
        ("security", ("Security",)),
    ]


def test_addresses_and_names_are_the_accounts_own_or_made() -> None:
    assert (email_of(ACCOUNTS, "prod"), aws_name_of(ACCOUNTS, "prod")) == ("p@a.co", "Production")
    assert (email_of(ACCOUNTS, "dev"), aws_name_of(ACCOUNTS, "dev")) == ("aws+dev@a.co", "dev")
    assert email_of(Accounts(), "dev") == ""

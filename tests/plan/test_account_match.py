"""Which account is which: by id, else by address, else by name; ambiguity names both."""

from typing import Any

import pytest

from ringwall.model.blueprint.accounts import Accounts, BlueprintAccount
from ringwall.plan.account_match import match_accounts
from ringwall.plan.organization_rows import OrganizationRows


def row(account_id: str, name: str, email: str, state: str = "ACTIVE") -> dict[str, Any]:
    return {
        "id": account_id * 12,
        "account_name": name,
        "email": email,
        "state": state,
        "parent_ids": ["r-1"],
    }


def match(
    account: BlueprintAccount, *rows: dict[str, Any], email: str | None = "{account}@a.co"
) -> tuple[str | None, list[str]]:
    accounts = Accounts(email=email, root=("prod",), accounts={"prod": account})
    every = OrganizationRows(
        ({"management_account_id": "9" * 12},), (row("9", "root", "r@a.co"), *rows)
    )
    found, remarks = match_accounts(accounts, ("management", "prod"), every)
    rows_by_name = {each.name: each.row for each in found}
    prod = rows_by_name.get("prod")
    return (prod["id"][0] if prod else None), [remark.message for remark in remarks]


NONE = BlueprintAccount()


def test_the_id_comes_first_then_the_address_then_the_name() -> None:
    by_name, by_email = row("1", "prod", "x@a.co"), row("2", "other", "PROD@a.co")
    assert match(BlueprintAccount(id="1" * 12), by_name) == ("1", [])
    assert match(NONE, by_email) == ("2", [])
    assert match(NONE, by_name) == ("1", [])
    assert match(NONE, row("3", "x", "x@a.co")) == (None, [])
    assert match(NONE, by_name, email=None) == ("1", [])


@pytest.mark.parametrize(
    ("account", "rows", "said"),
    [
        (
            NONE,
            (row("1", "prod", "x@a.co"), row("2", "other", "prod@a.co")),
            f"by its e-mail address it is other ({'2' * 12}), by its name prod ({'1' * 12})",
        ),
        (
            BlueprintAccount(id="1" * 12),
            (row("1", "x", "x@a.co"), row("2", "y", "prod@a.co")),
            f"by its id it is x ({'1' * 12}), by its e-mail address y ({'2' * 12})",
        ),
        (
            NONE,
            (row("1", "prod", "x@a.co"), row("2", "prod", "y@a.co")),
            f"the organization has prod ({'1' * 12}) and prod ({'2' * 12}); give its id",
        ),
        (
            BlueprintAccount(email="new@a.co"),
            (row("1", "prod", "x@a.co"),),
            "with the address x@a.co, the blueprint says new@a.co; correct it, or give its id",
        ),
        (BlueprintAccount(id="5" * 12), (), "555555555555 is not in the organization; invite it"),
    ],
)
def test_what_fits_two_accounts_names_both(
    account: BlueprintAccount, rows: tuple[dict[str, Any], ...], said: str
) -> None:
    found, messages = match(account, *rows)
    assert found is None
    assert len(messages) == 1
    assert said in messages[0]


def test_an_account_in_use_comes_before_a_closed_one_of_its_name() -> None:
    rows = (row("1", "prod", "x@a.co", "SUSPENDED"), row("2", "prod", "y@a.co"))
    assert match(NONE, *rows) == ("2", [])
    assert match(NONE, rows[0]) == ("1", [])


def test_two_accounts_are_not_one() -> None:
    accounts = Accounts(
        email="{account}@a.co", root=("a", "b"), accounts={"a": BlueprintAccount(name="both")}
    )
    rows = OrganizationRows(accounts=(row("1", "both", "b@a.co"),))
    _, (remark,) = match_accounts(accounts, ("a", "b"), rows)
    assert remark.message.startswith(f"accounts a and b are both both ({'1' * 12})")
    assert remark.keys == ("accounts", "root", 1)


def test_the_management_account_is_that_of_the_organization_whatever_its_name() -> None:
    rows = OrganizationRows(({"management_account_id": "9" * 12},), (row("9", "Payer", "r@a.co"),))
    (found,), _ = match_accounts(Accounts(), ("management",), rows)
    assert found.row == rows.accounts[0]
    other = Accounts(accounts={"management": BlueprintAccount(id="8" * 12)})
    _, (remark,) = match_accounts(other, ("management",), rows)
    assert "it is another organization" in remark.message

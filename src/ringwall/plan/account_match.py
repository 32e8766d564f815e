"""Which account of the organization an account of a blueprint is: by id, e-mail address or name."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.model.blueprint.accounts import Accounts, aws_name_of, email_of
from ringwall.plan.account_remarks import find_listing
from ringwall.plan.organization_rows import (
    OrganizationRow,
    OrganizationRows,
    find_in_use,
    name_account,
)
from ringwall.plan.remark import Remark


class Ambiguous(ValueError):
    """What a blueprint says of an account fits several ones, or none that it could be."""


@dataclass(frozen=True)
class MatchedAccount:
    """An account of a blueprint, and the row that it is; None for one that is not there yet."""

    name: str
    row: OrganizationRow | None


def match_accounts(
    accounts: Accounts, names: tuple[str, ...], rows: OrganizationRows
) -> tuple[tuple[MatchedAccount, ...], tuple[Remark, ...]]:
    """Return each account of a blueprint with its row, and what is wrong with any of them."""
    found: list[MatchedAccount] = []
    remarks: list[Remark] = []
    for name in names:
        try:
            row = _find_row(accounts, name, rows)
        except Ambiguous as error:
            remarks.append(Remark(find_listing(accounts, name), str(error)))
            continue
        found.append(MatchedAccount(name, row))
    return tuple(found), (*remarks, *_find_shared_rows(accounts, found))


def _find_row(accounts: Accounts, name: str, rows: OrganizationRows) -> OrganizationRow | None:
    known = accounts.accounts.get(name)
    account_id = known.id if known else None
    if name == accounts.management:
        return _find_management(account_id, rows)
    by_email = _by_email(email_of(accounts, name), rows)
    if account_id:
        return _find_by_id(name, account_id, by_email, rows)
    by_name = _by_name(aws_name_of(accounts, name), rows)
    if by_email is None:
        if by_name and known and known.email:
            raise Ambiguous(
                f"account {name}: the organization has {name_account(by_name)} with the address "
                f"{by_name['email']}, the blueprint says {known.email}; correct it, or give its id"
            )
        return by_name
    if by_name and by_name["id"] != by_email["id"]:
        raise Ambiguous(
            f"account {name}: by its e-mail address it is {name_account(by_email)}, by its name "
            f"{name_account(by_name)}; give its id"
        )
    return by_email


def _find_management(account_id: str | None, rows: OrganizationRows) -> OrganizationRow | None:
    found = rows.management_id
    if account_id and found and account_id != found:
        raise Ambiguous(
            f"the management account of what was collected is {found}, of the blueprint "
            f"{account_id}: it is another organization"
        )
    return next((row for row in rows.accounts if row["id"] == found), None)


def _find_by_id(
    name: str, account_id: str, by_email: OrganizationRow | None, rows: OrganizationRows
) -> OrganizationRow | None:
    row = next((row for row in rows.accounts if row["id"] == account_id), None)
    if row is None:
        if rows.organization:
            raise Ambiguous(
                f"account {name}: {account_id} is not in the organization; invite it first, or "
                "remove the id for a new account"
            )
        return None
    if by_email and by_email["id"] != account_id:
        raise Ambiguous(
            f"account {name}: by its id it is {name_account(row)}, by its e-mail address "
            f"{name_account(by_email)}; correct one of them"
        )
    return row


def _by_email(email: str, rows: OrganizationRows) -> OrganizationRow | None:
    """Return the account of an address; AWS gives one address to one account alone."""
    wanted = email.lower()
    return next((r for r in rows.accounts if wanted and str(r["email"]).lower() == wanted), None)


def _by_name(name: str, rows: OrganizationRows) -> OrganizationRow | None:
    """Return the account of a name, one in use before one that is closed."""
    every = [row for row in rows.accounts if row["account_name"] == name]
    found = list(find_in_use(every)) or every
    if len(found) > 1:
        both = " and ".join(name_account(row) for row in found)
        raise Ambiguous(f"account {name}: the organization has {both}; give its id")
    return next(iter(found), None)


def _find_shared_rows(accounts: Accounts, found: list[MatchedAccount]) -> Iterator[Remark]:
    """Yield each account that is the same one as another."""
    first: dict[str, str] = {}
    for match in found:
        if match.row is None:
            continue
        account_id = str(match.row["id"])
        if account_id in first:
            both = f"accounts {first[account_id]} and {match.name}"
            said = f"{both} are both {name_account(match.row)}; give their ids"
            yield Remark(find_listing(accounts, match.name), said)
        first.setdefault(account_id, match.name)

"""What is wrong with the accounts of a blueprint: named twice, named nowhere, of one address."""

from collections.abc import Iterable, Iterator

from ringwall.model.blueprint.accounts import (
    Accounts,
    aws_name_of,
    email_of,
    place_accounts,
    walk_units,
)
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.spelling import find_likely
from ringwall.plan.remark import Remark

LONGEST_EMAIL = 64
ROLES = ("management", "security", "log_archive")


def find_account_conflicts(blueprint: Blueprint) -> Iterator[Remark]:
    """Yield what two accounts have in common that only one can have."""
    accounts = blueprint.accounts
    yield from _find_doubles(accounts)
    names = tuple(dict.fromkeys((*place_accounts(accounts), *accounts.accounts)))
    ids = ((name, accounts.accounts[name].id or "") for name in accounts.accounts)
    yield from _find_shared(accounts, "id", ids)
    emails = [(name, email_of(accounts, name)) for name in names]
    yield from _find_shared(accounts, "email", ((name, each.lower()) for name, each in emails))
    called = ((name, aws_name_of(accounts, name)) for name in names)
    yield from _find_shared(accounts, "name", called)
    for name, email in emails:
        if len(email) > LONGEST_EMAIL:
            said = f"the address of account {name} is longer than {LONGEST_EMAIL}: {email}"
            yield Remark(_keys_of(accounts, name, "email"), said)


def find_missing_accounts(blueprint: Blueprint) -> Iterator[Remark]:
    """Yield the accounts that are named and are nowhere, and what new accounts lack."""
    accounts = blueprint.accounts
    placed = place_accounts(accounts)
    for role in ROLES[1:]:
        name = getattr(accounts, role)
        if name not in placed:
            yield Remark(("accounts", role), _describe_role(role, name, placed))
    for name in accounts.accounts:
        if name not in placed:
            said = f"account {name} is in no unit{_hint(name, placed)}; list it in one, or in root"
            yield Remark(("accounts", "accounts", name), said, is_key=True)
    for name in placed:
        known = accounts.accounts.get(name)
        is_there = name == accounts.management or (known and known.id)
        if not is_there and not email_of(accounts, name):
            said = (
                f"account {name} has neither an id nor an e-mail address; give all of them one by "
                'accounts.email: "aws+{account}@example.com"'
            )
            yield Remark(find_listing(accounts, name), said)


def _describe_role(role: str, name: str, placed: Iterable[str]) -> str:
    return (
        f"{role}: there is no account {name}{_hint(name, placed)}; list it in a unit, or name "
        f"another one by accounts.{role} (the management account, if there is no other)"
    )


def _hint(name: str, known: Iterable[str]) -> str:
    meant = find_likely(name, known)
    return f"; did you mean {meant}?" if meant else ""


def _find_doubles(accounts: Accounts) -> Iterator[Remark]:
    """Yield each account that is listed a second time."""
    first: dict[str, str] = {}
    for keys, where, name in _list_accounts(accounts):
        if name in first:
            both = f": in {first[name]} and in {where}" if where != first[name] else f" in {where}"
            yield Remark(keys, f"account {name} is listed twice{both}")
        first.setdefault(name, where)


def _list_accounts(accounts: Accounts) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    for position, name in enumerate(accounts.root):
        yield ("accounts", "root", position), "root", name
    for placed in walk_units(accounts.units):
        for position, name in enumerate(placed.unit.accounts):
            yield (*placed.keys, "accounts", position), "/".join(placed.path), name


def find_listing(accounts: Accounts, name: str) -> tuple[str | int, ...]:
    """Return the keys of the place where an account is listed, else of what is said of it."""
    found = (keys for keys, _, each in _list_accounts(accounts) if each == name)
    return next(found, ("accounts", "accounts", name))


def _find_shared(
    accounts: Accounts, key: str, values: Iterable[tuple[str, str]]
) -> Iterator[Remark]:
    """Yield each account that has the value of another one."""
    first: dict[str, str] = {}
    for name, value in values:
        if value and value in first:
            said = f"accounts {first[value]} and {name} have the same {key}: {value}"
            yield Remark(_keys_of(accounts, name, key), said)
        first.setdefault(value, name)


def _keys_of(accounts: Accounts, name: str, key: str) -> tuple[str | int, ...]:
    """Return the keys of what an account's value comes from: its own, else where it is listed."""
    known = accounts.accounts.get(name)
    if known and getattr(known, key):
        return ("accounts", "accounts", name, key)
    return find_listing(accounts, name)

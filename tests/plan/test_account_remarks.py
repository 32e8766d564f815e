"""What is wrong with accounts."""

from collections.abc import Callable

import pytest

Refusals = Callable[[str], list[str]]


ROOT = "root: [security, log-archive], "
ID = '"111122223333"'


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        (
            "root: [security, log-archive, dev, dev]",
            "4:47: account dev is listed twice in root",
        ),
        (
            ROOT + "units: {A: {accounts: [x]}, B: {accounts: [x]}}",
            "4:86: account x is listed twice: in A and in B",
        ),
        (
            ROOT + "accounts: {security: {email: a@b.co}, log-archive: {email: A@B.co}}",
            "4:102: accounts security and log-archive have the same email: a@b.co",
        ),
        (
            f"{ROOT}accounts: {{security: {{id: {ID}}}, log-archive: {{id: {ID}}}}}",
            "4:104: accounts security and log-archive have the same id: 111122223333",
        ),
        (
            ROOT + "accounts: {security: {name: log-archive}}",
            "4:29: accounts security and log-archive have the same name: log-archive",
        ),
        (
            "root: [security, log-archive, prod], accounts: {prdo: {name: Production}}",
            "4:60: account prdo is in no unit; did you mean prod?; list it in one, or in root",
        ),
        (
            "root: [log-archive, securty]",
            "4:1: security: there is no account security; did you mean securty?; list it in a unit",
        ),
        (
            ROOT + "log_archive: logs",
            "4:56: log_archive: there is no account logs; list it in a unit, or name another",
        ),
        (
            f"root: [security, log-archive, {'a' * 50}]",
            f"4:42: the address of account {'a' * 50} is longer than 64: a+{'a' * 50}@acme.example",
        ),
    ],
)
def test_what_is_wrong_with_accounts_is_said_where_it_is(
    start: str, refusals: Refusals, accounts: str, said: str
) -> None:
    (line,) = refusals(f'{start}accounts: {{{accounts}, email: "a+{{account}}@acme.example"}}\n')
    assert line.startswith(said)


def test_an_account_needs_an_id_or_an_address(start: str, refusals: Refusals) -> None:
    (line,) = refusals(
        start
        + 'accounts: {root: [security, log-archive], accounts: {security: {id: "123456789012"}}}'
    )
    assert line.startswith("4:29: account log-archive has neither an id nor an e-mail address;")


def test_one_account_may_have_all_roles(start: str, read: Callable[[str], object]) -> None:
    assert read(start + "accounts: {security: management, log_archive: management}")


def test_what_may_be_missing_is_not_said_where_a_part_is_wrong(
    start: str, refusals: Refusals
) -> None:
    (line,) = refusals(start + "accounts: {unit: {A: {accounts: [security, log-archive]}}}")
    assert "unknown key unit; did you mean units?" in line

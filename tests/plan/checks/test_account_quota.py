"""How many accounts an organization begins with."""

from collections.abc import Callable

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.account_quota import account_quota
from ringwall.plan.landscape import make_landscape


def accounts(count: int) -> str:
    names = ", ".join(f"a{number}" for number in range(count))
    return f'email: "{{account}}@a.co", root: [{names}]'


def test_more_than_ten_accounts_are_a_note(one: str, read: Callable[[str], BlueprintFile]) -> None:
    assert list(account_quota(make_landscape(read(one % accounts(9))))) == []
    (remark,) = account_quota(make_landscape(read(one % accounts(10))))
    assert remark.message.startswith("11 accounts, 10 of them new; an organization begins with")
    assert remark.kind == "note"


def test_accounts_that_are_there_need_no_quota(
    one: str, read: Callable[[str], BlueprintFile]
) -> None:
    ids = ", ".join(f'a{number}: {{id: "{number:012}"}}' for number in range(12))
    text = one % f"{accounts(12)}, accounts: {{{ids}}}"
    assert list(account_quota(make_landscape(read(text)))) == []

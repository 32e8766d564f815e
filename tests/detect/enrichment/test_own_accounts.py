"""Own accounts come from snapshots and from logs; each is said once."""

from ringwall.detect.enrichment.own_accounts import list_own_accounts

A, B, C = "111111111111", "222222222222", "333333333333"


def test_each_account_stands_once_with_the_snapshot_before_the_logs() -> None:
    found = list_own_accounts({B, A}, {C, B})
    assert [tuple(row.values()) for row in found] == [(A, "estate"), (B, "estate"), (C, "logs")]


def test_what_is_no_account_is_none() -> None:
    texts = {"", "x", "1" * 13, f"{A}\n", "' or 1=1", "\uff11" * 12, A}
    assert [row["account_id"] for row in list_own_accounts((), texts)] == [A]


def test_a_lone_account_is_its_own() -> None:
    assert list(list_own_accounts((), {A})) == [{"account_id": A, "source": "logs"}]


def test_a_stranger_that_delivers_logs_is_foreign_where_the_organization_lists_its_accounts() -> (
    None
):
    found = list_own_accounts({A, B}, {B, C}, is_whole=True)
    assert [row["account_id"] for row in found] == [A, B]

from ringwall.hub.frameworks.names import name_accounts
from ringwall.hub.summary import Summary


def test_an_account_is_told_by_name_and_id() -> None:
    summary = Summary("s", 0, {"111111111111": "dev"})
    assert name_accounts(["111111111111", "222222222222"], summary) == (
        "dev 111111111111",
        "222222222222",
    )

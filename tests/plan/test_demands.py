"""What a blueprint demands of tables that are read for plans alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.model.table import Demand, Demanded, Table, text
from ringwall.plan.demands import find_demands


def needs(table: str, region: str, columns: Mapping[str, Any]) -> Iterator[Demand]:
    if table == "drawer":
        yield Demand(region, columns["color"])


DESKS = Table(
    name="desks",
    doc="Desks.",
    scope="account",
    demanded=Demanded(needs, lambda *_: (), "which desks there are"),
    arn="Arn",
    columns=(text("color", "Color", "Its color."),),
)
OTHER = Table(name="other", doc="Another.", columns=())


def want(account: str, region: str, table: str, color: str) -> Wanted:
    key = RowKey(account, region, table, color)
    return Wanted(key, {"color": color}, "accounts.desks", "accounts", "why")


def test_demands_are_of_accounts_that_are_there_each_once() -> None:
    wanted = [
        want("prod", "us-east-1", "drawer", "red"),
        want("prod", "us-east-1", "drawer", "red"),
        want("prod", "eu-west-1", "drawer", "blue"),
        want("prod", "eu-west-1", "letter", "green"),
        want("new", "eu-west-1", "drawer", "black"),
    ]
    found = find_demands(wanted, {"prod": "222222222222"}, [DESKS, OTHER])
    both = (Demand("eu-west-1", "blue"), Demand("us-east-1", "red"))
    assert found == {"desks": {"222222222222": both}}
    assert find_demands(wanted, {}, [DESKS]) == {}

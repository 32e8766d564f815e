"""Wanted rows in the order in which they are made."""

from typing import Any

from ringwall.model.blueprint.wanted import Join, Ref
from ringwall.plan.reconciliation.order import in_order, needs_of


def test_each_row_comes_after_what_it_refers_to_and_what_it_needs(desk: Any) -> None:
    one = desk.want("desk_drawer", "one", label="1")
    two = desk.want("desk_drawer", "two", label=Join(("a ", Ref(one.key, "id"))))
    three = desk.want("desk_drawer", "three", policy={"Statement": [Ref(two.key, "arn")]})
    four = desk.want("desk_drawer", "four", needs=(three.key,))
    assert list(in_order([four, three, two, one], {})) == [one, two, three, four]


def test_a_row_needs_the_account_that_it_is_in(desk: Any) -> None:
    person = desk.want("desk_account", "new", "management", "global", email="n@x.org")
    drawer = desk.want("desk_drawer", account="new", label="x")
    accounts: Any = {"new": Ref(person.key, "id"), "management": "1"}
    assert needs_of(drawer, accounts) == {person.key}
    assert needs_of(person, accounts) == set()

"""Which columns of a row differ from what is wanted."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.plan.reconciliation.difference import differing_columns


@pytest.mark.parametrize(
    ("wanted", "differing"),
    [
        ({"color": "red"}, []),
        ({"color": "blue"}, ["color"]),
        ({"keys": ["b", "a"]}, []),
        ({"keys": ["a"]}, ["keys"]),
        ({"tags": {"k": "v"}}, []),
        ({"tags": {"k": "other"}}, ["tags"]),
        ({"tags": {"new": "v"}}, ["tags"]),
        ({"color": {"$read": "a.id"}}, ["color"]),
        ({"policy": {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}}, []),
    ],
)
def test_a_column_is_compared_as_its_kind_is(desk: Any, wanted: Any, differing: Any) -> None:
    statement = {"Sid": "s", "Effect": "Deny", "Action": ["*"], "Resource": ["*"]}
    row = desk.drawer(color="red", keys=["a", "b"], policy={"Statement": [statement]})
    row["tags"] = {"k": "v", "of somebody else": "x"}
    lifecycle = desk.catalog.lifecycles["desk_drawer"]
    assert list(differing_columns(lifecycle, wanted, row)) == differing


@pytest.mark.parametrize(
    ("bound", "wanted", "found", "is_as_wanted"),
    [
        ("at_least", 14, 14, True),
        ("at_least", 14, 20, True),
        ("at_least", 14, 8, False),
        ("at_least", True, False, False),
        ("at_least", False, True, True),
        ("at_most", 90, 60, True),
        ("at_most", 90, 91, False),
        # 0 days are no limit.
        ("at_most", 90, 0, False),
        ("at_least", 14, "20", False),
    ],
)
def test_what_is_stricter_than_wanted_is_as_wanted(
    desk: Any, bound: Any, wanted: Any, found: Any, *, is_as_wanted: bool
) -> None:
    lifecycle = replace(desk.catalog.lifecycles["desk_drawer"], bounds={"locked": bound})
    differing = list(differing_columns(lifecycle, {"locked": wanted}, {"locked": found}))
    assert differing == ([] if is_as_wanted else ["locked"])

"""Which columns of a row differ from what is wanted."""

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

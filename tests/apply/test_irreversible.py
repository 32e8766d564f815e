"""What cannot be undone is named with its reason, and not made unless that is accepted."""

import pytest
from made_up_world import make, paint

from ringwall.apply.irreversible import find_irreversible, refuse_irreversible
from ringwall.model.errors import BadInput

ACCOUNT = make("account", undo=None, blast="irreversible", irreversible="an account is closed")
KEY = make("key", blast="irreversible", irreversible="a key waits seven days")
SETTING = make("setting", undo=None)
PART = paint("part", "red", "part", undo=None)


def test_what_has_no_way_back_is_found_with_the_reason() -> None:
    found = find_irreversible([make("a"), ACCOUNT, KEY, SETTING, PART])
    assert [(change.id, reason) for change, reason in found] == [
        ("account", "an account is closed"),
        ("key", "a key waits seven days"),
        ("setting", "there is no call that leads back"),
    ]


def test_all_are_named_at_once() -> None:
    refuse_irreversible([make("a"), PART])
    with pytest.raises(BadInput) as raised:
        refuse_irreversible([ACCOUNT, make("b"), KEY])
    assert str(raised.value) == (
        "2 of the changes cannot be undone; --accept-irreversible makes them: world.make on thing "
        "account: an account is closed; world.make on thing key: a key waits seven days"
    )


def test_what_is_alike_is_told_once() -> None:
    many = [make(f"t{number}", undo=None) for number in range(30)]
    said = r"30 of the changes .*: world.make on thing t0 and 29 more: there is no call that leads"
    with pytest.raises(BadInput, match=said):
        refuse_irreversible(many)


def test_of_many_reasons_some_are_told() -> None:
    many = [make(f"t{n}", undo=None, irreversible=f"reason {n // 2}") for n in range(60)]
    with pytest.raises(BadInput, match=r"t38 and 1 more: reason 19; and 20 others$"):
        refuse_irreversible(many)

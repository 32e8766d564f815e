import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.hub.visible import UNSEEN, make_visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ünïcode \U0001f512", "plain ünïcode \U0001f512"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("\u202egnp", "\\u202egnp"),
        ("\ud800", "\\ud800"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
    ],
)
def test_what_acts_on_a_screen_is_spelled_out(text: str, shown: str) -> None:
    assert make_visible(text) == shown


@given(st.text(st.characters()))
def test_nothing_unseen_remains(text: str) -> None:
    assert not UNSEEN.search(make_visible(text))
    make_visible(text).encode()

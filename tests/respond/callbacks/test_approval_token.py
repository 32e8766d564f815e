"""A token holds for what it says, until its end, in its channel; nobody else can make one."""

import base64
from typing import Any

import pytest
from callback_bench import make_token
from channel_bench import SIGNING
from hypothesis import given
from hypothesis import strategies as st
from notices import CASE, HASH, NOW

from ringwall.respond.callbacks.approval_token import LONGEST, read_token
from ringwall.respond.callbacks.refusal import CallbackRefused


def test_a_token_says_what_was_signed() -> None:
    text = make_token(principal="ann")
    token = read_token(text, SIGNING, "soc", NOW)
    assert (token.case, token.plan_hash, token.principal) == (CASE, HASH, "ann")
    assert len(text) < LONGEST
    assert all(letter.isalnum() or letter in "-_." for letter in text)


def test_each_token_has_its_own_nonce_and_always_the_same() -> None:
    def nonce(**more: Any) -> str:
        return read_token(make_token(**more), SIGNING, "soc", NOW).nonce

    given_: list[dict[str, Any]] = [{}, {"approve": False}, {"principal": "ann"}, {"request": 8}]
    assert len({nonce(**more) for more in given_}) == 4
    assert nonce() == nonce()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (make_token("other"), "not signed by us"),
        (make_token(via="other"), "another channel"),
        (make_token(expires_at=NOW), "expired"),
        ("", "not signed by us"),
        (".", "not signed by us"),
        ("a.b.c", "not signed by us"),
        ("\u20ac.x", "no approval token"),
        ("x" * 10_000, "no approval token"),
    ],
)
def test_a_token_that_does_not_hold_is_refused(text: str, said: str) -> None:
    with pytest.raises(CallbackRefused, match=said):
        read_token(text, SIGNING, "soc", NOW)


@given(st.integers(0, 1000), st.integers(1, 255))
def test_a_token_that_was_changed_anywhere_is_refused(place: int, change: int) -> None:
    text = make_token()
    place %= len(text)
    changed = text[:place] + chr((ord(text[place]) ^ change) or 1) + text[place + 1 :]
    with pytest.raises(CallbackRefused):
        read_token(changed, SIGNING, "soc", NOW)


def test_what_is_signed_and_no_token_is_refused() -> None:
    from ringwall.respond.callbacks import approval_token  # noqa: PLC0415 - its own way to sign

    for document in (b"{}", b"\xff", b'{"case": 1}'):
        body = base64.urlsafe_b64encode(document).decode().rstrip("=")
        mac = approval_token._encode(approval_token._make_mac(body, SIGNING))  # noqa: SLF001 - forged with the key
        with pytest.raises(CallbackRefused, match="no approval token"):
            read_token(f"{body}.{mac}", SIGNING, "soc", NOW)

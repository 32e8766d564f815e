"""A link shows a page that asks once more; only its button decides, and for its person alone."""

import base64
import hashlib
import re

import pytest
from callback_bench import MAIL, make_token, post
from channel_bench import PEOPLE, SIGNING
from notices import NOW

from ringwall.respond.callbacks.link import receive_link, reply_page, show_link_page
from ringwall.respond.callbacks.received import CallbackContext, ReceivedCallback
from ringwall.respond.callbacks.refusal import CallbackRefused

CONTEXT = CallbackContext(SIGNING, PEOPLE, NOW, lambda _: "")


def receive(body: bytes) -> ReceivedCallback:
    return receive_link(MAIL, post("/callbacks/mail/link", body), CONTEXT)


def test_the_page_holds_nothing_of_anybody_and_runs_its_own_script_alone() -> None:
    page = show_link_page()
    (script,) = re.findall(r"<script>(.*?)</script>", page.body, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = page.all_headers["content-security-policy"]
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "innerHTML" not in script
    assert page.all_headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("approve", [True, False])
def test_a_button_decides_for_the_person_of_the_link(*, approve: bool) -> None:
    token = make_token(via="mail", principal="bob", approve=approve)
    found = receive(f"token={token}".encode())
    assert found.message
    assert found.message.principal == "bob"  # type: ignore[union-attr] # it is a decision
    assert found.message.approve is approve  # type: ignore[union-attr] # the same
    assert found.kept_until == NOW + 60_000, "a token is refused by itself after that"
    again = receive(f"token={token}".encode())
    assert again.message
    assert again.message.nonce == found.message.nonce


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no approval token|not signed"),
        (b"\xff", "no form of ours"),
        (b"a=1&b=2&c=3&d=4&e=5", "no form of ours"),
        (f"token={make_token(via='mail')}".encode(), "of nobody"),
        (f"token={make_token(via='soc', principal='bob')}".encode(), "of another channel"),
    ],
)
def test_what_is_no_link_of_ours_is_refused(body: bytes, said: str) -> None:
    with pytest.raises(CallbackRefused, match=said):
        receive(body)


def test_a_reply_is_text() -> None:
    assert "&lt;script&gt;" in reply_page("<script>").body

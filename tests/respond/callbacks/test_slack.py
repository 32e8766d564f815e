"""A button of Slack decides what its token says, for who pressed it, where it was posted."""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest
from callback_bench import SLACK, make_token, press, slack
from channel_bench import PEOPLE, SIGNING
from notices import NOW

from ringwall.respond.callbacks.received import CallbackContext
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import Callback
from ringwall.respond.callbacks.signatures import check_slack
from ringwall.respond.callbacks.slack import receive_slack

CONTEXT = CallbackContext(SIGNING, PEOPLE, NOW, lambda _: "")


def receive(callback: Callback) -> Any:
    return receive_slack(SLACK, callback, CONTEXT)


def test_the_example_of_slack_is_signed_so() -> None:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id="
        b"G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-"
        b"collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F3977008"
        b"85554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c4"
        b"47fce8b6703c"
    )
    headers = {
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }
    callback = Callback("POST", "/", headers, body)
    check_slack(callback, "8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618_000)


@pytest.mark.parametrize("word", ["approve", "deny"])
def test_a_button_decides(word: str) -> None:
    token = make_token(approve=word == "approve")
    found = receive(slack(press(token, word, "9.9.9", response_url="https://hooks.slack.com/x")))
    assert found.message.approve is (word == "approve")
    assert (found.message.principal, found.message.nonce) == ("ann", "9.9.9")
    assert found.answer_url == "https://hooks.slack.com/x"


def test_the_end_of_a_request_takes_the_place_of_its_buttons() -> None:
    section = {"type": "section", "block_id": "b", "text": {"type": "mrkdwn", "text": "A &amp; b"}}
    asked = [{"type": "header"}, section, {"type": "actions"}, {"type": "image"}]
    found = receive(slack(press(make_token(), message={"ts": "1.2", "blocks": asked})))
    told = found.write_end("<!channel> denied by " + "&" * 9_000)
    assert told["replace_original"] is True
    assert told["blocks"][:2] == asked[:2]
    (end,) = told["blocks"][2:]
    assert end["text"]["text"].startswith("&lt;!channel&gt; denied by &amp;")
    assert len(end["text"]["text"]) <= 3000
    long = receive(slack(press(make_token(), message={"blocks": [section] * 90})))
    assert len(long.write_end("x")["blocks"]) == 50


def test_two_persons_press_the_same_button() -> None:
    token = make_token()
    for trigger, user, name in (("1", "U0ANN", "ann"), ("2", "U0BOB", "bob")):
        found = receive(slack(press(token, trigger=trigger, user={"id": user})))
        assert (found.message.principal, found.message.nonce) == (name, trigger)


@pytest.mark.parametrize(
    "more",
    [
        {"type": "view_submission"},
        {"actions": []},
        {"actions": [{"action_id": "open", "value": ""}]},
    ],
    ids=["type", "none", "open"],
)
def test_what_decides_nothing_is_taken_and_does_nothing(more: dict[str, Any]) -> None:
    assert receive(slack(press(make_token(), **more))).message is None


TWICE = [{"action_id": "ringwall_approve", "value": make_token()}] * 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (press(make_token(), channel={"id": "C9"}), "another channel"),
        (press(make_token(approve=False)), "one thing and its token another"),
        (press(make_token(principal="bob")), "one thing and its token another"),
        (press(make_token("another secret")), "not signed by us"),
        (press(make_token(via="other")), "of another channel"),
        (press(make_token(expires_at=NOW)), "has expired"),
        (press("x" * 5000), "no approval token"),
        (press(make_token(), actions=TWICE), "more than one decision"),
        (press(make_token(), trigger_id=""), "nothing to tell it by"),
        (b"payload=%7B", "no interaction"),
        (b"", "no interaction"),
        (b"payload={}&payload={}", "no interaction"),
        (b"a=b", "no interaction"),
        (b"\xff", "no interaction"),
        (b"payload=" + quote_plus("[" * 100_000).encode(), "no interaction"),
        (b"payload=" + quote_plus(json.dumps({"type": 1})).encode(), "no interaction"),
    ],
)
def test_what_says_otherwise_is_refused(body: bytes, said: str) -> None:
    with pytest.raises(CallbackRefused, match=said):
        receive(slack(body))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://hooks.slack.com/x",
        "https://hooks.slack.com.evil.example/x",
        "https://evil.example/hooks.slack.com",
        "http://127.0.0.1/x",
        "https://hooks.slack.com@evil.example/x",
    ],
)
def test_nothing_is_told_where_slack_is_not(url: str) -> None:
    assert receive(slack(press(make_token(), response_url=url))).answer_url == ""

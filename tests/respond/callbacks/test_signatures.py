"""A signature holds for its very bytes, at its time, and in no other form."""

import pytest
from callback_bench import HOOK_KEY, sign_hook
from notices import NOW

from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import Callback
from ringwall.respond.callbacks.signatures import (
    check_hub,
    check_near,
    check_slack,
    check_teams,
    check_time,
    check_webhook,
)


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_a_time_that_is_near_is_taken(seconds: int) -> None:
    check_time(str(NOW // 1000 + seconds), NOW)
    check_near(NOW + seconds * 1000, NOW)


@pytest.mark.parametrize("text", ["", "x", "-1", "1e9", "\u0661", "9" * 13, "0", " 1"])
def test_a_time_that_is_none_or_far_is_refused(text: str) -> None:
    with pytest.raises(CallbackRefused):
        check_time(text, NOW)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_time_that_is_far_is_refused(seconds: int) -> None:
    with pytest.raises(CallbackRefused, match="too late"):
        check_time(str(NOW // 1000 + seconds), NOW)


@pytest.mark.parametrize(
    "value", ["", "v0=", "v0=00", "\u20ac", "v1,\ud800", "sha256=", "HMAC ", "HMAC x"]
)
def test_a_signature_of_another_form_is_refused(value: str) -> None:
    at = str(NOW // 1000)
    slack = {"x-slack-request-timestamp": at, "x-slack-signature": value}
    with pytest.raises(CallbackRefused):
        check_slack(Callback("POST", "/", slack, b""), "s", NOW)
    with pytest.raises(CallbackRefused):
        check_hub(Callback("POST", "/", {"x-hub-signature": value}, b""), "s")
    with pytest.raises(CallbackRefused):
        check_teams(Callback("POST", "/", {"authorization": value}, b""), "c2VjcmV0")
    given = {**sign_hook(b""), "webhook-signature": value}
    with pytest.raises(CallbackRefused):
        check_webhook(Callback("POST", "/", given, b""), HOOK_KEY, NOW)


def test_one_of_several_signatures_is_enough() -> None:
    given = sign_hook(b"body")
    given["webhook-signature"] = f"v1,AAAA {given['webhook-signature']}"
    assert check_webhook(Callback("POST", "/", given, b"body"), HOOK_KEY, NOW) == "msg_1"
    given["webhook-signature"] = "v1,AAAA " * 5 + sign_hook(b"body")["webhook-signature"]
    with pytest.raises(CallbackRefused, match="does not hold"):
        check_webhook(Callback("POST", "/", given, b"body"), HOOK_KEY, NOW)


@pytest.mark.parametrize("id_", ["", "x" * 300, "a.b", "a\nb", "\u20ac"])
def test_an_id_that_could_be_read_in_two_ways_is_refused(id_: str) -> None:
    given = {**sign_hook(b"", "x"), "webhook-id": id_}
    with pytest.raises(CallbackRefused, match="no id"):
        check_webhook(Callback("POST", "/", given, b""), HOOK_KEY, NOW)

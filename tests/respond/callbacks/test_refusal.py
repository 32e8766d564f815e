"""A refusal says why, with a status of HTTP."""

from ringwall.respond.callbacks.refusal import CallbackRefused


def test_a_refusal_has_a_status_and_perhaps_a_place_to_tell_it() -> None:
    refused = CallbackRefused("late")
    assert (str(refused), refused.status, refused.answer_url) == ("late", 403, "")

"""What a callback says is told as it is, unless its channel has its own way."""

from ringwall.respond.callbacks.received import ReceivedCallback


def test_a_text_is_told_as_it_is() -> None:
    reply = ReceivedCallback().reply("noted")
    assert (reply.status, reply.body) == (200, "noted")

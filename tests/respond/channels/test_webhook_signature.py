"""Webhooks are signed as Standard Webhooks says; a secret that is none is refused unseen."""

import pytest

from ringwall.model.errors import BadInput
from ringwall.respond.channels.webhook_signature import read_webhook_key, sign_webhook


def test_the_example_of_the_specification_comes_out() -> None:
    """https://github.com/standard-webhooks/standard-webhooks: libraries/python/tests."""
    signed = sign_webhook(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        b'{"test": 2432232314}',
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "hunter2", "whsec_hunter2!", "whsec_c2hvcnQ=", "whsec_" + "A" * 400, "\u00e9"],
)
def test_what_is_no_secret_is_refused_unseen(secret: str) -> None:
    with pytest.raises(BadInput, match="a webhook's secret is whsec_") as raised:
        read_webhook_key(secret)
    assert "hunter2" not in str(raised.value)

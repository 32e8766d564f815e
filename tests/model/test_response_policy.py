"""The policy of responses refuses what two parts of it say against each other."""

import msgspec
import pytest

from ringwall.model.response_policy import ResponsePolicy

APPRISE = {"type": "apprise", "name": "one", "token_env": "T"}


def test_two_channels_have_two_names() -> None:
    two = {"channels": [APPRISE, {**APPRISE, "name": "two"}]}
    assert len(msgspec.convert(two, ResponsePolicy).channels) == 2
    with pytest.raises(msgspec.ValidationError, match="two channels are named one"):
        msgspec.convert({"channels": [APPRISE, APPRISE]}, ResponsePolicy)


def test_callbacks_come_by_https_alone() -> None:
    good = {"messages": {"callback_url": "https://ringwall.example.com"}}
    assert msgspec.convert(good, ResponsePolicy).messages.callback_url
    with pytest.raises(msgspec.ValidationError, match="callback_url must begin with https://"):
        msgspec.convert({"messages": {"callback_url": "http://a.example"}}, ResponsePolicy)


@pytest.mark.parametrize(
    "more",
    [
        {"people": [{"principal": "ann\n"}]},
        {"approval": {"expires": "1h\n"}},
        {"protected": {"accounts": ["111122223333"]}, "evidence": {"account": "111122223333\n"}},
    ],
    ids=["principal", "duration", "account"],
)
def test_a_line_feed_at_the_end_of_a_word_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(more, ResponsePolicy)


def test_an_empty_policy_tells_nobody() -> None:
    assert msgspec.convert({}, ResponsePolicy).channels == ()

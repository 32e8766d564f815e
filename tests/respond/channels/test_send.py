"""Each kind of channel is sent by its module, and whatever goes wrong is a NotSent."""

import tomllib
from typing import get_args

import msgspec
import pytest
from channel_bench import equip, make_delivery
from notices import make_notice

from ringwall.model.response_channels import Channel
from ringwall.respond.channels.send import send_notice
from ringwall.respond.channels.sending import NotSent

DOWN = "http://127.0.0.1:1"
CHANNELS = {
    "slack": f'channel = "C0123"\nurl = "{DOWN}"\ntoken_env = "TOKEN"',
    "teams": 'token_env = "URL"',
    "jira": f'url = "{DOWN}"\nuser = "a@b.c"\nproject = "SEC"\ntoken_env = "TOKEN"',
    "servicenow": f'url = "{DOWN}"\ntoken_env = "TOKEN"',
    "pagerduty": f'url = "{DOWN}"\ntoken_env = "TOKEN"',
    "webhook": f'url = "{DOWN}"\ntoken_env = "KEY"',
    "mail": 'host = "127.0.0.1"\nport = 1\nencryption = "none"\nsender = "a@b.c"\nto = ["a@b.c"]',
    "apprise": 'token_env = "TOKEN"',
}


@pytest.mark.parametrize("kind", CHANNELS)
def test_a_service_that_is_down_is_not_sent_to(kind: str) -> None:
    table = tomllib.loads(f'type = "{kind}"\nname = "one"\n{CHANNELS[kind]}')
    channel = msgspec.convert(table, Channel)
    equipment = equip(TOKEN="hunter2", URL=f"{DOWN}/hunter2", KEY="whsec_" + "A" * 44)
    with pytest.raises(NotSent) as raised:
        send_notice(channel, make_delivery(make_notice()), equipment)
    assert "hunter2" not in str(raised.value)


def test_every_kind_is_tried() -> None:
    assert len(CHANNELS) == len(get_args(Channel))

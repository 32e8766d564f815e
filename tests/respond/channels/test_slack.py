"""Slack takes what is posted, shows names letter by letter, and is not told twice."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from channel_bench import SIGNING, equip, make_delivery
from notices import CASE, HASH, NOW, make_ask, make_hostile, make_notice
from vendor_servers import Fault, SlackServer, Vendor, serve

from ringwall.model.errors import RingwallError
from ringwall.model.response_channels import SlackChannel
from ringwall.respond.callbacks.approval_token import read_token
from ringwall.respond.channels.sending import Equipment, NotSent
from ringwall.respond.channels.slack import send_slack


@dataclass
class Bench:
    slack: SlackServer
    vendor: Vendor
    channel: SlackChannel
    equipment: Equipment


@pytest.fixture
def bench() -> Iterator[Bench]:
    slack = SlackServer()
    with serve(slack.answer) as vendor:
        channel = SlackChannel(
            name="soc",
            channel=slack.CHANNEL,
            url=f"{vendor.url}/api",
            token_env="TOKEN",
            signing_env="SIGNING",
        )
        yield Bench(slack, vendor, channel, equip(TOKEN=slack.TOKEN))


def test_a_case_is_a_message_and_what_follows_is_its_thread(bench: Bench) -> None:
    ts = send_slack(bench.channel, make_delivery(make_notice()), bench.equipment)
    noted = make_delivery(make_notice("noted", 2), "1" * 32, ticket=ts)
    asked = make_delivery(make_ask(3), "2" * 32, ticket=ts)
    assert (
        len({ts, *(send_slack(bench.channel, one, bench.equipment) for one in (noted, asked))}) == 3
    )
    first, second, third = bench.slack.messages
    assert first["text"] == f"{CASE}: Key of ann is used from Tor"
    assert "thread_ts" not in first
    assert (second["thread_ts"], second["reply_broadcast"]) == (ts, False)
    assert (third["thread_ts"], third["reply_broadcast"]) == (ts, True), "approvals are not hidden"


def test_an_approval_has_two_buttons_that_hold_what_is_approved(bench: Bench) -> None:
    send_slack(bench.channel, make_delivery(make_ask()), bench.equipment)
    (message,) = bench.slack.messages
    approve, deny, opens = message["blocks"][-1]["elements"]
    for button, is_yes in ((approve, True), (deny, False)):
        token = read_token(button["value"], SIGNING, "soc", NOW)
        assert (token.case, token.plan_hash, token.request) == (CASE, HASH, 7)
        assert token.approve is is_yes
        assert button["confirm"]
    assert opens["url"] == "https://console.example.com/cases/1"
    text = "\n".join(
        block["text"]["text"] for block in message["blocks"] if block["type"] == "section"
    )
    assert "It needs 2 persons, until 2026-12-01 05:40 UTC." in text
    assert "2 changes; 1 of them cannot be undone." in text
    assert text.index("user/u1; CANNOT BE UNDONE") < text.index("user/u0")


@pytest.mark.parametrize("place", ["title", "resource", "region", "account_id", "lines"])
def test_a_name_becomes_no_mention_link_or_markup(bench: Bench, place: str) -> None:
    send_slack(bench.channel, make_delivery(make_hostile(place)), bench.equipment)
    (message,) = bench.slack.messages
    shown = json.dumps(message)
    assert "<!channel>" not in shown
    assert "<https" not in shown
    assert "://evil" not in shown
    assert "www.evil" not in shown
    assert "\\u202e" not in shown.replace("\\\\u202e", "")
    for block in message["blocks"]:
        if block["type"] == "section":
            assert block["text"]["verbatim"] is True
    assert (message["parse"], message["link_names"]) == ("none", False)


@pytest.mark.parametrize("letter", ["x", "&", "<", "\u20ac", "\n", "*"])
def test_what_is_very_long_is_cut_to_what_slack_takes(bench: Bench, letter: str) -> None:
    long = letter * 50_000
    notice = make_notice(title=long, resource=long, lines=(long,) * 300)
    send_slack(bench.channel, make_delivery(notice), bench.equipment)
    send_slack(bench.channel, make_delivery(make_ask(acts=2000), "1" * 32), bench.equipment)
    assert len(bench.slack.messages) == 2
    assert "and 1,960 more changes" in json.dumps(bench.slack.messages[1])


def test_a_try_that_was_killed_after_it_was_posted_posts_nothing_more(bench: Bench) -> None:
    bench.vendor.faults.append(Fault(drops=True, after=True))
    with pytest.raises(RingwallError):
        send_slack(bench.channel, make_delivery(make_notice()), bench.equipment)
    again = make_delivery(make_notice(), is_again=True)
    ts = send_slack(bench.channel, again, bench.equipment)
    assert [one["ts"] for one in bench.slack.messages] == [ts]
    reply = make_delivery(make_notice("noted", 2), "1" * 32, ticket=ts)
    send_slack(bench.channel, reply, bench.equipment)
    reply = make_delivery(make_notice("noted", 2), "1" * 32, ticket=ts, is_again=True)
    assert send_slack(bench.channel, reply, bench.equipment) == bench.slack.messages[1]["ts"]
    assert len(bench.slack.messages) == 2


def test_where_the_bot_may_not_read_a_message_comes_twice_rather_than_never(bench: Bench) -> None:
    bench.slack.may_read = False
    for is_again in (False, True):
        delivery = make_delivery(make_notice(), is_again=is_again)
        send_slack(bench.channel, delivery, bench.equipment)
    assert len(bench.slack.messages) == 2


@pytest.mark.parametrize(
    ("fault", "said", "is_final", "seconds"),
    [
        (Fault(200, b'{"ok": false, "error": "channel_not_found"}'), "channel_not_found", False, 0),
        (Fault(200, b'{"ok": false, "error": "invalid_blocks"}'), "invalid_blocks", True, 0),
        (Fault(429, b"", {"retry-after": "30"}), "429", False, 30),
        (Fault(500), "500", False, 0),
        (Fault(200, b"[]"), "no reason", False, 0),
    ],
    ids=["channel", "blocks", "too-many", "broken", "garbage"],
)
def test_what_slack_refuses_is_told(
    bench: Bench, fault: Fault, said: str, *, is_final: bool, seconds: float
) -> None:
    bench.vendor.faults.append(fault)
    with pytest.raises(NotSent, match=said) as raised:
        send_slack(bench.channel, make_delivery(make_notice()), bench.equipment)
    assert (raised.value.is_final, raised.value.retry_after) == (is_final, seconds)
    assert bench.slack.TOKEN not in str(raised.value)


def test_without_a_signing_secret_there_are_no_buttons_to_approve(bench: Bench) -> None:
    channel = SlackChannel(
        name="soc", channel=bench.slack.CHANNEL, url=bench.channel.url, token_env="TOKEN"
    )
    send_slack(channel, make_delivery(make_ask(link="")), bench.equipment)
    kinds = [block["type"] for block in bench.slack.messages[0]["blocks"]]
    assert "actions" not in kinds

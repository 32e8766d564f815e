"""A webhook is signed so that any library of Standard Webhooks takes it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec
import pytest
from channel_bench import equip, make_delivery
from notices import CASE, HASH, HOSTILE, NOW, make_ask, make_notice
from vendor_servers import HookServer, Vendor, serve

from ringwall.model.errors import BadInput
from ringwall.model.response_channels import WebhookChannel
from ringwall.respond.channels.sending import Equipment, NotSent
from ringwall.respond.channels.webhook import LARGEST, send_webhook


@dataclass
class Bench:
    hook: HookServer
    vendor: Vendor
    channel: WebhookChannel
    equipment: Equipment


@pytest.fixture
def bench() -> Iterator[Bench]:
    hook = HookServer()
    with serve(hook.answer) as vendor:
        channel = WebhookChannel(name="soar", url=vendor.url, key_id="k2", token_env="TOKEN")
        yield Bench(hook, vendor, channel, equip(TOKEN=hook.SECRET))


def test_a_notice_is_taken_and_the_same_again_has_the_same_id(bench: Bench) -> None:
    delivery = make_delivery(make_ask(lines=(HOSTILE,)), "5" * 32)
    for _ in range(2):
        assert send_webhook(bench.channel, delivery, bench.equipment) == "5" * 32
    ((id_, event),) = bench.hook.taken.items()
    assert id_ == "5" * 32
    assert event["type"] == "ringwall.approval_wanted"
    assert event["timestamp"] == "2026-12-01T04:40:00+00:00"
    notice = event["data"]["notice"]
    assert (notice["case"], notice["approval"]["plan_hash"]) == (CASE, HASH)
    assert notice["lines"] == [HOSTILE], "a program gets names as they are"
    assert event["data"]["answers_at"] == "https://ringwall.example.com/callbacks/soar"
    request = bench.vendor.received[0]
    assert request.headers["ringwall-key-id"] == "k2"
    assert request.headers["webhook-timestamp"] == str(NOW // 1000)


def test_a_plan_with_very_many_changes_says_how_many_were_left_out(bench: Bench) -> None:
    send_webhook(bench.channel, make_delivery(make_ask(acts=5000)), bench.equipment)
    (event,) = bench.hook.taken.values()
    assert event["data"]["notice"]["approval"]["acts_left_out"] == 5000
    assert len(msgspec.json.encode(event)) < LARGEST


def test_another_key_is_refused_by_the_receiver(bench: Bench) -> None:
    equipment = equip(TOKEN="whsec_" + "B" * 43 + "=")
    with pytest.raises(NotSent, match="401"):
        send_webhook(bench.channel, make_delivery(make_notice()), equipment)


def test_a_secret_that_is_no_key_is_not_shown(bench: Bench) -> None:
    with pytest.raises(BadInput) as raised:
        send_webhook(bench.channel, make_delivery(make_notice()), equip(TOKEN="hunter2"))
    assert "hunter2" not in str(raised.value)


def test_without_a_url_for_callbacks_it_says_none(bench: Bench) -> None:
    equipment = replace(bench.equipment, callback_url="")
    send_webhook(bench.channel, make_delivery(make_notice()), equipment)
    (event,) = bench.hook.taken.values()
    assert event["data"]["answers_at"] == ""

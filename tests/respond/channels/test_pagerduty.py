"""A case is one alert of PagerDuty, a request for approval another, whatever is sent twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from channel_bench import equip, make_delivery
from notices import CASE, HOSTILE, make_ask, make_notice
from vendor_servers import Fault, PagerDutyServer, Vendor, serve

from ringwall.model.response_channels import PagerDutyChannel
from ringwall.respond.channels.pagerduty import send_pagerduty
from ringwall.respond.channels.sending import Equipment, NotSent


@dataclass
class Bench:
    duty: PagerDutyServer
    vendor: Vendor
    equipment: Equipment

    def send(self, *place: Any) -> str:
        channel = PagerDutyChannel(name="duty", url=self.vendor.url, token_env="TOKEN")
        return send_pagerduty(channel, make_delivery(*place), self.equipment)


@pytest.fixture
def bench() -> Iterator[Bench]:
    duty = PagerDutyServer()
    with serve(duty.answer) as vendor:
        yield Bench(duty, vendor, equip(TOKEN=duty.KEY))


def test_a_case_is_triggered_acknowledged_and_resolved(bench: Bench) -> None:
    seen = []
    kinds = ("case_opened", "approval_escalated", "approval_decided", "contained", "closed")
    for number, kind in enumerate(kinds):
        notice = make_ask(number) if kind == "approval_escalated" else make_notice(kind, number)  # type: ignore[arg-type] # they are kinds
        assert bench.send(notice) == CASE
        assert bench.send(notice) == CASE, "sent twice, it is the same alert"
        seen.append(dict(bench.duty.alerts))
    approval = f"{CASE}/approval"
    assert seen == [
        {CASE: "triggered"},
        {CASE: "triggered", approval: "triggered"},
        {CASE: "triggered", approval: "resolved"},
        {CASE: "acknowledged", approval: "resolved"},
        {CASE: "resolved", approval: "resolved"},
    ]


def test_what_wakes_nobody_is_not_sent(bench: Bench) -> None:
    assert bench.send(make_notice("noted", 2)) == CASE
    assert bench.vendor.received == []


def test_names_and_lengths_are_what_pagerduty_takes(bench: Bench) -> None:
    bench.send(make_notice(title=HOSTILE * 50, account_id="", lines=("x" * 100_000,) * 9))
    (event,) = bench.duty.events
    assert "://evil" not in event["payload"]["summary"]
    assert (event["payload"]["source"], event["payload"]["severity"]) == ("aws", "error")
    assert event["links"] == [
        {"href": "https://console.example.com/cases/1", "text": "Open the case"}
    ]


@pytest.mark.parametrize(
    ("fault", "is_final"),
    [
        (Fault(400, b'{"status": "invalid event", "errors": ["x"]}'), True),
        (Fault(429), False),
        (Fault(500), False),
        (Fault(202, b'{"status": "?"}'), False),
    ],
    ids=["invalid", "too-many", "broken", "garbage"],
)
def test_what_is_refused_is_told_without_the_key(
    bench: Bench, fault: Fault, *, is_final: bool
) -> None:
    bench.vendor.faults.append(fault)
    with pytest.raises(NotSent) as raised:
        bench.send(make_notice())
    assert raised.value.is_final is is_final
    assert bench.duty.KEY not in str(raised.value)

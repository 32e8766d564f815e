"""A case is one incident of ServiceNow; each note is written with the mark that it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from channel_bench import equip, make_delivery
from notices import CASE, HOSTILE, make_ask, make_notice
from vendor_servers import WHOLE, Fault, ServiceNowServer, Vendor, serve

from ringwall.model.errors import RingwallError
from ringwall.model.response_channels import ServiceNowChannel
from ringwall.respond.channels.sending import Equipment, NotSent
from ringwall.respond.channels.servicenow import send_servicenow


@dataclass
class Bench:
    snow: ServiceNowServer
    vendor: Vendor
    equipment: Equipment

    def send(self, *place: Any, **more: Any) -> str:
        return send_servicenow(self.channel(), make_delivery(*place, **more), self.equipment)

    def channel(self, **more: Any) -> ServiceNowChannel:
        user = more.pop("user", ServiceNowServer.USER)
        return ServiceNowChannel(
            name="snow", url=self.vendor.url, user=user, token_env="TOKEN", **more
        )


@pytest.fixture
def bench() -> Iterator[Bench]:
    snow = ServiceNowServer()
    with serve(snow.answer) as vendor:
        yield Bench(snow, vendor, equip(TOKEN=snow.PASSWORD))


def test_a_case_is_an_incident_noted_on_and_resolved_with_it(bench: Bench) -> None:
    assert bench.send(make_notice()) == "INC0000001"
    assert bench.send(make_ask(), "1" * 32) == "INC0000001"
    assert bench.send(make_notice("closed", 3), "2" * 32) == "INC0000001"
    (record,) = bench.snow.records.values()
    assert record["correlation_id"] == CASE
    assert (record["state"], record["urgency"]) == ("6", "1")
    assert len(bench.snow.notes) == 2


def test_a_case_that_was_closed_before_it_was_known_is_an_incident_that_is_resolved(
    bench: Bench,
) -> None:
    bench.send(make_notice("closed", 3))
    (record,) = bench.snow.records.values()
    assert record["state"] == "6"
    assert bench.snow.notes == []


@pytest.mark.parametrize("step", range(3))
def test_whatever_is_killed_there_is_one_incident_and_each_note_once(
    bench: Bench, step: int
) -> None:
    for number, kind in enumerate(("case_opened", "noted", "closed")):
        notice = make_notice(kind, number)  # type: ignore[arg-type] # they are kinds
        bench.vendor.faults.extend([*[WHOLE] * step, Fault(drops=True, after=True)])
        try:
            bench.send(notice, str(number) * 32)
        except RingwallError:
            bench.vendor.faults.clear()
            bench.send(notice, str(number) * 32, is_again=True)
        bench.vendor.faults.clear()
    (record,) = bench.snow.records.values()
    assert record["state"] == "6"
    assert len(bench.snow.notes) == 2


def test_an_incident_of_somebody_else_is_never_taken(bench: Bench) -> None:
    """A query that ServiceNow does not understand returns whatever there is."""
    found = b'{"result": [{"sys_id": "%s", "number": "INC1", "correlation_id": ""}]}' % (b"a" * 32)
    bench.vendor.faults.append(Fault(200, found))
    assert bench.send(make_notice()) == "INC0000001"


@pytest.mark.parametrize("case", ["x^ORactive=true", "", "x&y"])
def test_a_case_whose_id_is_none_is_not_asked_for(bench: Bench, case: str) -> None:
    with pytest.raises(NotSent, match="none of Ringwall's"):
        bench.send(make_notice(case=case))
    assert bench.vendor.received == []


def test_a_name_in_a_note_is_no_html(bench: Bench) -> None:
    bench.send(make_notice())
    hostile = f"[code]<img src=x>[/code] [CODE] {HOSTILE}"
    bench.send(make_notice("noted", 2, lines=(hostile,)), "1" * 32)
    assert "[code]" not in bench.snow.notes[0].lower()
    assert "[/code]" not in bench.snow.notes[0].lower()
    assert "://evil" not in bench.snow.notes[0]


def test_what_is_very_long_is_cut_to_what_servicenow_takes(bench: Bench) -> None:
    long = "x" * 100_000
    bench.send(make_notice(title=long, resource=long, lines=(long,) * 300))
    (record,) = bench.snow.records.values()
    assert len(record["short_description"]) == 160
    assert len(record["description"]) <= 4000


def test_a_token_of_oauth_is_a_bearer(bench: Bench) -> None:
    with pytest.raises(NotSent, match="401"):
        send_servicenow(bench.channel(user=""), make_delivery(make_notice()), bench.equipment)
    (request,) = bench.vendor.received
    assert request.headers["authorization"] == f"Bearer {bench.snow.PASSWORD}"


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"result": "x"}', b"<html>", b'{"result": 1}'])
def test_an_answer_that_is_none_makes_no_incident(bench: Bench, body: bytes) -> None:
    bench.vendor.faults.append(Fault(200, body))
    with pytest.raises(RingwallError):
        bench.send(make_notice())
    assert bench.snow.records == {}


def test_a_record_without_a_number_is_no_incident(bench: Bench) -> None:
    bench.vendor.faults.extend([WHOLE, Fault(201, b'{"result": {"sys_id": "../x"}}')])
    with pytest.raises(NotSent, match="without the number"):
        bench.send(make_notice())

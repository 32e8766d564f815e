"""A case is one issue of Jira, whatever is killed; names in it are text and no markup."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from channel_bench import equip, make_delivery
from notices import CASE, make_ask, make_hostile, make_notice
from vendor_servers import WHOLE, Fault, JiraServer, Vendor, serve

from ringwall.model.errors import RingwallError
from ringwall.model.response_channels import JiraChannel
from ringwall.respond.channels.jira import send_jira
from ringwall.respond.channels.sending import Equipment, NotSent


@dataclass
class Bench:
    jira: JiraServer
    vendor: Vendor
    equipment: Equipment

    def channel(self, **more: Any) -> JiraChannel:
        return JiraChannel(
            name="jira",
            url=self.vendor.url,
            user=JiraServer.USER,
            project="SEC",
            token_env="TOKEN",
            **more,
        )

    def send(self, *place: Any, **more: Any) -> str:
        return send_jira(self.channel(), make_delivery(*place, **more), self.equipment)


@pytest.fixture
def bench() -> Iterator[Bench]:
    jira = JiraServer()
    with serve(jira.answer) as vendor:
        yield Bench(jira, vendor, equip(TOKEN=jira.TOKEN))


def test_a_case_is_an_issue_commented_on_and_closed_with_it(bench: Bench) -> None:
    key = bench.send(make_notice())
    assert key == "SEC-1"
    assert bench.send(make_ask(), "1" * 32, ticket=key) == key
    assert bench.send(make_notice("closed", 3), "2" * 32, ticket=key) == key
    assert len(bench.jira.issues) == 1
    issue = bench.jira.issues[key]
    assert issue["summary"] == f"{CASE}: Key of ann is used from Tor"
    assert issue["labels"] == [f"ringwall-{CASE}"]
    assert issue["status"] == {"name": "Done"}
    assert len(bench.jira.comments[key]) == 2


def test_a_key_that_is_none_leads_nowhere_else(bench: Bench) -> None:
    key = bench.send(make_notice())
    for forged in ("../../user?x=", "SEC-1/worklog#", "SEC-1\n"):
        assert bench.send(make_ask(), "1" * 32, ticket=forged) == key
    assert len(bench.jira.comments[key]) == 1


def test_a_case_that_was_closed_before_jira_knew_it_is_an_issue_that_is_done(bench: Bench) -> None:
    assert bench.send(make_notice("closed", 9)) == "SEC-1"
    assert bench.jira.issues["SEC-1"]["status"] == {"name": "Done"}


def test_what_is_done_already_is_not_done_again(bench: Bench) -> None:
    key = bench.send(make_notice())
    bench.jira.issues[key]["status"] = {"name": "done"}
    bench.jira.transitions = {}
    assert bench.send(make_notice("closed", 3), "2" * 32, ticket=key) == key


@pytest.mark.parametrize("step", range(4))
def test_whatever_is_killed_there_is_one_issue_and_each_comment_once(
    bench: Bench, step: int
) -> None:
    def try_it(uid: str, kind: Any, ticket: str) -> str:
        notice = make_notice(kind, int(uid[0]) + 1)
        bench.vendor.faults.extend([*healthy, Fault(drops=True, after=True)])
        try:
            key = bench.send(notice, uid, ticket=ticket)
        except RingwallError:
            key = ""
        bench.vendor.faults.clear()
        return key or bench.send(notice, uid, ticket=ticket, is_again=True)

    healthy = [WHOLE] * step
    key = try_it("0" * 32, "case_opened", "")
    assert try_it("1" * 32, "noted", key) == key
    assert try_it("2" * 32, "closed", key) == key
    assert list(bench.jira.issues) == [key]
    assert bench.jira.issues[key]["status"] == {"name": "Done"}
    assert len(bench.jira.comments[key]) == 2


def test_an_issue_that_is_there_takes_what_it_does_not_say_yet(bench: Bench) -> None:
    """Of the first notice nothing was marked; the second one finds the issue by its label."""
    bench.send(make_notice())
    assert bench.send(make_notice("noted", 2), "1" * 32) == "SEC-1"
    assert len(bench.jira.comments["SEC-1"]) == 1
    assert bench.send(make_notice("noted", 2), "1" * 32) == "SEC-1"
    assert len(bench.jira.comments["SEC-1"]) == 1


@pytest.mark.parametrize("place", ["title", "resource", "region", "lines"])
def test_a_name_is_text_of_a_document(bench: Bench, place: str) -> None:
    key = bench.send(make_hostile(place))
    text = json.dumps(bench.jira.issues[key]["description"])
    assert "://evil" not in text
    assert text.count('"href"') == 1, "the link to the case, and no other"


def test_what_is_very_long_is_cut_to_what_jira_takes(bench: Bench) -> None:
    long = "x" * 100_000
    bench.send(make_notice(title=long, resource=long, lines=(long,) * 300))
    assert len(bench.jira.issues["SEC-1"]["summary"]) == 255


def test_fields_of_ones_own_are_set_and_labels_joined(bench: Bench) -> None:
    channel = bench.channel(fields={"priority": {"name": "High"}, "labels": ["soc"]})
    send_jira(channel, make_delivery(make_notice()), bench.equipment)
    issue = bench.jira.issues["SEC-1"]
    assert issue["priority"] == {"name": "High"}
    assert issue["labels"] == ["soc", f"ringwall-{CASE}"]


def test_a_field_that_jira_does_not_know_is_told_for_good(bench: Bench) -> None:
    channel = bench.channel(fields={"customfield_1": "x"})
    with pytest.raises(NotSent, match="customfield_1") as raised:
        send_jira(channel, make_delivery(make_notice()), bench.equipment)
    assert raised.value.is_final


def test_a_status_that_no_transition_leads_to_is_told_after_the_comment(bench: Bench) -> None:
    key = bench.send(make_notice())
    bench.jira.transitions = {"11": "To Do"}
    for is_again in (False, True):
        with pytest.raises(NotSent, match="cannot get the status Done"):
            bench.send(make_notice("closed", 2), "1" * 32, ticket=key, is_again=is_again)
    assert len(bench.jira.comments[key]) == 1


@pytest.mark.parametrize("case", ['X" OR project = "HR', "", "a b", "x" * 65])
def test_a_case_whose_id_is_none_is_not_asked_for(bench: Bench, case: str) -> None:
    with pytest.raises(NotSent, match="none of Ringwall's"):
        bench.send(make_notice(case=case))
    assert bench.vendor.received == []


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"issues": [{"key": "../x"}]}', b"<html>"])
def test_an_answer_that_is_none_makes_no_issue(bench: Bench, body: bytes) -> None:
    bench.vendor.faults.append(Fault(200, body))
    with pytest.raises(RingwallError):
        bench.send(make_notice())
    assert bench.jira.issues == {}

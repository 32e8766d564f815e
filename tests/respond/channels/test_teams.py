"""A card of Teams shows names letter by letter, fits, and has links for one person alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from channel_bench import SIGNING, equip, make_delivery
from notices import CASE, HASH, NOW, make_ask, make_hostile, make_notice
from vendor_servers import Fault, TeamsServer, Vendor, serve

from ringwall.model.errors import RingwallError
from ringwall.model.response_channels import TeamsChannel
from ringwall.respond.callbacks.approval_token import read_token
from ringwall.respond.channels.sending import Equipment, NotSent
from ringwall.respond.channels.teams import send_teams

CHANNEL = TeamsChannel(name="ops", token_env="TOKEN", signing_env="SIGNING")
FOR_ANN = TeamsChannel(name="ops", token_env="TOKEN", signing_env="SIGNING", approver="ann")


@dataclass
class Bench:
    teams: TeamsServer
    vendor: Vendor
    equipment: Equipment


@pytest.fixture
def bench() -> Iterator[Bench]:
    teams = TeamsServer()
    with serve(teams.answer) as vendor:
        yield Bench(teams, vendor, equip(TOKEN=f"{vendor.url}/workflows/1?sig=secret-sig"))


def test_a_card_for_one_person_has_links_for_that_person(bench: Bench) -> None:
    assert send_teams(FOR_ANN, make_delivery(make_ask()), bench.equipment) == ""
    (card,) = bench.teams.cards
    links = {action["title"]: action["url"] for action in card["actions"]}
    assert links["Open the case"] == "https://console.example.com/cases/1"
    for title, is_yes in (("Approve", True), ("Deny", False)):
        place, _, text = links[title].partition("#")
        assert place == "https://ringwall.example.com/callbacks/ops/link"
        token = read_token(text, SIGNING, "ops", NOW)
        assert (token.principal, token.approve, token.plan_hash) == ("ann", is_yes, HASH)


def test_a_card_for_many_has_no_link_to_approve_and_says_what_to_write(bench: Bench) -> None:
    send_teams(CHANNEL, make_delivery(make_ask()), bench.equipment)
    (card,) = bench.teams.cards
    assert [action["title"] for action in card["actions"]] == ["Open the case"]
    text = json.dumps(card)
    assert f"approve {CASE} {HASH}" in text
    assert f"deny {CASE} {HASH}" in text


def test_without_a_url_for_callbacks_there_is_no_link(bench: Bench) -> None:
    equipment = replace(bench.equipment, callback_url="")
    send_teams(FOR_ANN, make_delivery(make_ask(link="javascript:alert(1)")), equipment)
    assert bench.teams.cards[0]["actions"] == []


@pytest.mark.parametrize("place", ["title", "resource", "region", "lines"])
def test_a_name_is_text_and_never_markdown(bench: Bench, place: str) -> None:
    send_teams(CHANNEL, make_delivery(make_hostile(place)), bench.equipment)
    (card,) = bench.teams.cards
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    assert "://evil" not in json.dumps(card["body"])


@pytest.mark.parametrize("letter", ["x", "\u20ac", "\U0001f600", '"'])
def test_what_is_very_long_fits_into_28_kb(bench: Bench, letter: str) -> None:
    long = letter * 50_000
    notice = make_notice(title=long, resource=long, lines=(long,) * 300)
    send_teams(CHANNEL, make_delivery(notice), bench.equipment)
    send_teams(CHANNEL, make_delivery(make_ask(acts=2000)), bench.equipment)
    assert len(bench.teams.cards) == 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault(200, b"Webhook message delivery failed with error: Microsoft Teams endpoint"),
        Fault(429, b"", {"retry-after": "12"}),
        Fault(302, b"", {"location": "https://evil.example"}),
        Fault(drops=True),
        Fault(seconds=1.0),
    ],
    ids=["failed-with-200", "too-many", "elsewhere", "dropped", "slow"],
)
def test_what_is_not_taken_is_told_without_the_url(bench: Bench, fault: Fault) -> None:
    bench.vendor.faults.append(fault)
    with pytest.raises(RingwallError) as raised:
        send_teams(CHANNEL, make_delivery(make_notice()), bench.equipment)
    assert "secret-sig" not in str(raised.value)
    assert "workflows" not in str(raised.value)
    if isinstance(raised.value, NotSent) and fault.status == 429:
        assert raised.value.retry_after == 12

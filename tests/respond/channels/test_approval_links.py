"""A request has two answers, signed; a link is for one person alone."""

from dataclasses import replace

from channel_bench import SIGNING, equip
from notices import NOW, make_ask, make_notice

from ringwall.model.response_channels import AppriseChannel
from ringwall.respond.callbacks.approval_token import read_token
from ringwall.respond.channels.approval_links import make_choices

CHANNEL = AppriseChannel(name="ops", token_env="TOKEN", signing_env="SIGNING")


def test_a_link_is_for_one_person_and_a_button_for_whoever_presses_it() -> None:
    approve, deny = make_choices(CHANNEL, make_ask(), equip(), "ann")
    assert (approve.label, deny.label) == ("Approve", "Deny")
    assert approve.link == f"https://ringwall.example.com/callbacks/ops/link#{approve.token}"
    assert read_token(deny.token, SIGNING, "ops", NOW).principal == "ann"
    approve, _ = make_choices(CHANNEL, make_ask(), equip())
    assert approve.link == ""
    assert read_token(approve.token, SIGNING, "ops", NOW).principal == ""


def test_the_same_request_told_twice_has_the_same_answers() -> None:
    first, second = (make_choices(CHANNEL, make_ask(), equip(), "ann") for _ in range(2))
    assert first == second


def test_what_is_no_request_or_cannot_be_signed_has_no_answers() -> None:
    assert make_choices(CHANNEL, make_notice(), equip()) == ()
    unsigned = AppriseChannel(name="ops", token_env="TOKEN")
    assert make_choices(unsigned, make_ask(), equip()) == ()
    (approve, _) = make_choices(CHANNEL, make_ask(), replace(equip(), callback_url=""), "ann")
    assert approve.link == ""

from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.app import Emulator
from ringwall.emulator.holdings import hold, hold_at, make_arn, make_id

ARN = "arn:aws:network-firewall:us-east-1:{}:firewall/a"


def test_what_is_held_stays_and_is_found_by_the_place_of_an_arn(emulator: Emulator) -> None:
    call = make_call("network-firewall", "ListFirewalls")
    hold(emulator.state, call, "firewall")["a"] = {"Name": "a"}
    assert hold(emulator.state, call, "firewall") == {"a": {"Name": "a"}}
    assert hold_at(emulator.state, ARN.format(ACCOUNT), "firewall") == {"a": {"Name": "a"}}


def test_looking_at_an_arn_makes_nothing(emulator: Emulator) -> None:
    before = dict(emulator.state.settings)
    for arn in (ARN.format("999999999999"), "arn:aws:x", ""):
        assert hold_at(emulator.state, arn, "firewall") == {}
    assert emulator.state.settings == before


def test_names_are_aws_s(emulator: Emulator) -> None:
    emulator.reset()
    call = make_call("network-firewall", "ListFirewalls")
    assert make_arn(call, "firewall/a") == ARN.format(ACCOUNT)
    first = make_id("tgw")
    assert len(first) == len("tgw-") + 17
    emulator.reset()
    assert make_id("tgw") == first

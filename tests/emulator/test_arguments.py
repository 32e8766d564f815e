"""Wrong arguments of the emulator's own functions say what is wrong, at once."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.arguments import check_word
from ringwall.emulator.behavior.settings import Behavior
from ringwall.emulator.console import ConsoleSignIn
from ringwall.emulator.traffic.script import TransportProtocol

ACCOUNT = "123456789012"
NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001 - that is what is refused
WRONG: dict[str, tuple[Callable[[Any], Any], str]] = {
    "behavior": (lambda app: setattr(app, "behavior", 3), "no Behavior"),
    "behavior at first": (lambda _: Emulator(behavior=0), "no Behavior"),  # type: ignore[arg-type]
    "partition": (lambda _: Emulator(partition="aws-mars"), "no partition is called aws-mars"),
    "pattern": (lambda app: app.deny("GetBucketPolicy"), "write service:Operation"),
    "pattern that is none": (lambda app: app.allow(None), "None is no text"),
    "count of calls": (lambda app: app.throttle("ec2:*", -1), "must not be negative"),
    "count that is none": (lambda app: app.throttle("ec2:*", "2"), "no whole number"),
    "account": (lambda app: app.disable_region("12", "us-east-1"), "'12' is no account"),
    "account that is a number": (lambda app: app.enable_region(1, "us-east-1"), "is no account"),
    "region": (lambda app: app.disable_region(ACCOUNT, "us-east-9"), "no region of aws is called"),
    "region to enable": (lambda app: app.enable_region(ACCOUNT, "cn-north-1"), "no region of aws"),
    "regions": (lambda app: app.limit_regions("us-east-1", "mars"), "'mars'"),
    "seconds that go back": (lambda app: app.pass_time(-1), "no number of seconds"),
    "seconds without end": (lambda app: app.pass_time(math.inf), "no number of seconds"),
    "seconds that are none": (lambda app: app.pass_time("9"), "no number of seconds"),
    "output": (lambda app: app.answer_commands("i-1", b"x"), "output: b'x' is no text"),
    "code": (lambda app: app.answer_commands("i-1", "x", code="1"), "code: '1' is no whole"),
    "trail time": (lambda app: app.set_trail_time(NAIVE), "time zone"),
    "schedule": (lambda app: app.run_schedules(NAIVE), "time zone"),
    "schedule that is none": (lambda app: app.run_schedules("now"), "time zone"),
    "attempt": (lambda app: app.sign_in("ana"), "no ConsoleSignIn"),
    "account of it": (lambda app: app.sign_in(ConsoleSignIn("1")), "is no account"),
    "region of it": (lambda app: app.sign_in(ConsoleSignIn(ACCOUNT, region="x")), "no region"),
    "time of it": (lambda app: app.sign_in(ConsoleSignIn(ACCOUNT, at=NAIVE)), "time zone"),
    "traffic": (lambda app: app.send_traffic(["x"]), "item 0 of the script is 'x'"),
    "traffic that is a text": (lambda app: app.send_traffic("x"), "no script"),
    "traffic that is no list": (lambda app: app.send_traffic(1), "no script"),
    "contents": (lambda app: app.load(b"x"), "not what an emulator has saved"),
    "no contents": (lambda app: app.load(b""), "not what an emulator has saved"),
    "contents that are a text": (lambda app: app.load("x"), "not what an emulator has saved"),
    "user": (lambda app: app.sign_in_to_portal(None), "no user None"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_argument_is_named(emulator: Emulator, case: str) -> None:
    ask, message = WRONG[case]
    with pytest.raises(ValueError, match=message):
        ask(emulator)


def test_right_ones_are_taken(emulator: Emulator) -> None:
    now = datetime.now(UTC)
    emulator.behavior = Behavior()
    emulator.throttle("ec2:*", 0)
    emulator.disable_region(ACCOUNT, "eu-west-1")
    emulator.enable_region(ACCOUNT, "eu-west-1")
    emulator.limit_regions("us-east-1")
    emulator.pass_time(0.5)
    emulator.answer_commands("i-1", "x", code=-1)
    emulator.set_trail_time(now)
    emulator.set_trail_time(None)
    emulator.run_schedules(now)
    assert emulator.sign_in(ConsoleSignIn(ACCOUNT, at=now)).outcome == "Success"
    assert emulator.send_traffic(()) == []


def test_a_word_is_one_of_those_that_there_are() -> None:
    check_word("tcp", TransportProtocol, "protocol")
    with pytest.raises(ValueError, match="protocol: 'sctp' is none of tcp, udp, icmp, icmpv6"):
        check_word("sctp", TransportProtocol, "protocol")

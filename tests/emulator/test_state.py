from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from moto.core.utils import get_service_model

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.regions import RegionSettings
from ringwall.emulator.state import NEVER, EmulatorState, RootUser

CALL = EmulatedCall(
    *("ec2", "DescribeVpcs", {}, "111122223333", "us-east-1", "AKIA", "127.0.0.1", ""),
    wire="ec2",
    model=get_service_model("ec2").operation_model("DescribeVpcs"),
    environ={},
    body=b"",
)


def ask_moto(call: EmulatedCall) -> dict[str, Any]:
    return {"asked": call.name}


def make() -> EmulatorState:
    return EmulatorState(RegionSettings(), ask_moto)


def test_setting_holds_for_its_account_region_and_service() -> None:
    state = make()
    assert state.setting(CALL, "Console", default=False) is False
    state.set(CALL, "Console", value=True)
    assert state.setting(CALL, "Console", default=False) is True
    for other in (
        replace(CALL, account_id="222222222222"),
        replace(CALL, region="eu-west-1"),
        replace(CALL, service="rds"),
    ):
        assert state.setting(other, "Console", default=False) is False
    assert state.setting(CALL, "console", default=False) is False


def test_setting_that_is_empty_is_not_the_default() -> None:
    state = make()
    state.set(CALL, "Policies", {})
    assert state.setting(CALL, "Policies", {"a": 1}) == {}


def test_root_user_is_made_when_it_is_first_asked_for() -> None:
    state, before = make(), datetime.now(UTC)
    root = state.root("111122223333")
    assert before <= root.created <= datetime.now(UTC)
    assert (root.mfa, root.password_last_used, root.access_key_created) == (False, NEVER, NEVER)
    assert state.root("111122223333") is root
    state.roots["222222222222"] = RootUser(created=NEVER, mfa=True)
    assert state.root("222222222222").mfa is True


def test_records_of_a_noun_start_empty() -> None:
    state = make()
    key = ("111122223333", "us-east-1", "accessanalyzer", "Analyzer")
    assert state.records[key] == []
    state.records[key].append({"name": "a"})
    assert state.records[key] == [{"name": "a"}]
    assert make().records[key] == []


def test_two_states_share_nothing() -> None:
    one, other = make(), make()
    one.set(CALL, "Console", value=True)
    one.regions.choices["1", "af-south-1"] = True
    assert other.settings == {}
    assert other.regions.choices == {}
    assert one.ask_moto(CALL) == {"asked": "ec2:DescribeVpcs"}

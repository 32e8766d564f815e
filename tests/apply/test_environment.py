"""How long a run waits, and which way its calls go."""

from typing import Any

import pytest
from made_up_world import World, environment_of

from ringwall.apply.environment import AwsConnections, Halted, RunEnvironment
from ringwall.model.errors import AccessDenied
from ringwall.store.database.journal import Journal
from ringwall.store.database.leases import Leases

ACCOUNT = "123456789012"
REGION = "eu-west-1"
Estate = Any
"""tests/apply/conftest.py declares it."""


def wait(journal: Journal, states: list[str], seconds: float) -> tuple[str, list[float]]:
    """Return what was read last while waiting for "new", and the pauses."""
    slept: list[float] = []
    connections: Any = None  # no call is made
    environment = RunEnvironment(journal, connections, (), Leases(journal.engine), slept.append)
    return environment.wait_until("new".__eq__, lambda: states.pop(0), seconds), slept


def test_a_state_that_shows_at_once_costs_no_pause(journal: Journal) -> None:
    assert wait(journal, ["new"], 24) == ("new", [])


def test_pauses_become_longer_until_the_time_is_up(journal: Journal) -> None:
    state, slept = wait(journal, ["old"] * 99, 40)
    assert state == "old"
    assert slept == [0.25, 0.5, 1, 2, 4, 8, 8, 8, 8, 0.25]
    assert sum(slept) == 40


def test_the_state_is_read_once_more_after_the_last_pause(journal: Journal) -> None:
    assert wait(journal, ["old", "old", "new"], 0.5) == ("new", [0.25, 0.25])


@pytest.mark.parametrize("seconds", [0, -1])
def test_who_may_not_wait_reads_once(journal: Journal, seconds: float) -> None:
    assert wait(journal, ["old", "new"], seconds) == ("old", [])


def test_connections_lead_to_the_account_and_region(estate: Estate) -> None:
    connections = AwsConnections(estate.sessions)
    connections.writer(ACCOUNT, REGION).call("ec2.enable_ebs_encryption_by_default", {})
    read = "ec2.get_ebs_encryption_by_default"
    found = {
        region: connections.reader(ACCOUNT, region).call(read)["EbsEncryptionByDefault"]
        for region in (REGION, "eu-north-1")
    }
    assert found == {REGION: True, "eu-north-1": False}


def test_a_key_is_asked_for_its_owner_once(estate: Estate) -> None:
    connections = AwsConnections(estate.sessions)
    calls = estate.emulator.calls
    before = calls["sts:GetCallerIdentity"]
    owners = {connections.caller(ACCOUNT, region) for region in (REGION, "eu-north-1")}
    assert len(owners) == 1
    assert calls["sts:GetCallerIdentity"] == before + 1


def test_an_account_that_was_just_created_is_waited_for(journal: Journal) -> None:
    slept: list[float] = []
    world = World(closed={"444455556666": 3})
    environment_of(world, journal, slept.append).enter("444455556666", REGION)
    assert slept == [0.25, 0.5, 1.0]
    assert world.calls["ask again 444455556666"] == 3


def test_an_account_that_never_lets_us_in_is_told(journal: Journal) -> None:
    slept: list[float] = []
    world = World(closed={"444455556666": 999})
    with pytest.raises(AccessDenied, match="444455556666: not yet"):
        environment_of(world, journal, slept.append).enter("444455556666", REGION)
    assert sum(slept) == 120


@pytest.mark.parametrize("sleep", [None, lambda _: None], ids=["real time", "none"])
def test_who_is_told_to_end_waits_no_longer(journal: Journal, sleep: Any) -> None:
    environment = environment_of(World(), journal, sleep)
    environment.halt.set()
    with pytest.raises(Halted):
        environment.pause(600)

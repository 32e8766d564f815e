"""A resource is leased to one run at a time; what a killed one held ends by itself."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from journal_contract import KeptWorld, LeasesContract

from ringwall.model.errors import Locked
from ringwall.model.lease import TERM, Leased
from ringwall.store.database.connection import open_database, writing
from ringwall.store.database.leases import Leases, is_gone, name_process
from ringwall.store.database.schema import LEASE

FIRST, SECOND = "20261123T101500Z-aaaaaa", "20261123T101500Z-bbbbbb"
BUCKET = Leased("111122223333", "eu-west-1", "arn:aws:s3:::logs")
OTHER = Leased("111122223333", "eu-west-1", "arn:aws:s3:::other")


@dataclass
class Clock:
    at: int = 1_000_000

    def __call__(self) -> int:
        return self.at


@dataclass
class Bench:
    """Two processes that take leases from one database, and their clock."""

    one: Leases
    two: Leases
    clock: Clock
    gone: set[str] = field(default_factory=set)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    clock, gone = Clock(), set[str]()
    one = Leases(engine, now=clock, is_gone=gone.__contains__)
    yield Bench(one, replace(one, process=name_process()), clock, gone)
    engine.dispose()


def test_what_one_run_holds_another_is_refused(bench: Bench) -> None:
    bench.one.take(FIRST, [BUCKET, BUCKET])
    with pytest.raises(Locked) as raised:
        bench.two.take(SECOND, [OTHER, BUCKET])
    assert str(raised.value) == (
        f"arn:aws:s3:::logs (111122223333, eu-west-1): run {FIRST} is changing it (process "
        f"{os.getpid()} of this machine); wait for it to end (if it was killed: 120 s)"
    )
    assert bench.two.find_running() == {FIRST}, "none is taken where one is refused"
    bench.two.take(SECOND, [OTHER])
    assert bench.one.find_running() == {FIRST, SECOND}


def test_what_a_killed_run_holds_is_told_with_what_to_do(bench: Bench) -> None:
    bench.one.take(FIRST, [BUCKET])
    bench.gone.add(bench.one.process)
    two = replace(bench.two, is_gone=bench.gone.__contains__)
    with pytest.raises(Locked) as raised:
        two.take(SECOND, [BUCKET])
    assert f"run {FIRST} was changing it and has been killed" in str(raised.value)
    assert f"continue it with `ringwall runs resume {FIRST}`, or wait 120 s" in str(raised.value)


@pytest.mark.parametrize(
    "other",
    [
        BUCKET._replace(account_id="444455556666"),
        BUCKET._replace(region="eu-north-1"),
        BUCKET._replace(resource="arn:aws:s3:::logs2"),
    ],
    ids=str,
)
def test_another_account_region_or_resource_is_another_lease(bench: Bench, other: Leased) -> None:
    bench.one.take(FIRST, [BUCKET])
    bench.two.take(SECOND, [other])


def test_what_is_given_back_is_free(bench: Bench) -> None:
    bench.one.take(FIRST, [BUCKET])
    bench.two.release(FIRST)
    assert bench.one.find_running() == {FIRST}, "only its own process gives a lease back"
    bench.one.release(FIRST)
    bench.two.take(SECOND, [BUCKET])


def test_a_lease_ends_unless_it_is_renewed(bench: Bench) -> None:
    bench.one.take(FIRST, [BUCKET])
    bench.clock.at += TERM - 1
    bench.one.renew(FIRST, 1)
    bench.clock.at += TERM - 1
    with pytest.raises(Locked):
        bench.two.take(SECOND, [BUCKET])
    bench.clock.at += 1
    assert bench.one.find_running() == set()
    bench.two.take(SECOND, [BUCKET])
    with pytest.raises(Locked, match="stood still for too long"):
        bench.one.renew(FIRST, 1)


def test_the_same_run_takes_over_from_a_process_that_is_gone(bench: Bench) -> None:
    bench.one.take(FIRST, [BUCKET, OTHER])
    with pytest.raises(Locked, match=f"run {FIRST} is changing it"):
        bench.two.take(FIRST, [BUCKET])
    with pytest.raises(Locked, match=f"run {FIRST} is changing it"):
        bench.two.take(FIRST, [])
    bench.gone.add(bench.one.process)
    assert bench.two.find_running() == set()
    with pytest.raises(Locked):
        replace(bench.two, process=name_process()).take(SECOND, [OTHER])
    bench.two.take(FIRST, [BUCKET])
    with pytest.raises(Locked, match="stood still"):
        bench.one.renew(FIRST, 2)


def test_a_lease_that_nobody_took_blocks_nothing(bench: Bench) -> None:
    row = {**BUCKET._asdict(), "run": "\x1b[31m", "process": "x\x1b", "until": 253_402_300_799_999}
    with writing(bench.one.engine) as connection:
        connection.execute(sa.insert(LEASE).values(**row))
    bench.one.take(FIRST, [BUCKET])
    forged = {**OTHER._asdict(), **row, "resource": "a\x1bb", "until": bench.clock.at + 5}
    with writing(bench.one.engine) as connection:
        connection.execute(sa.insert(LEASE).values(**forged))
    with pytest.raises(Locked) as raised:
        bench.one.take(FIRST, [BUCKET._replace(resource="a\x1bb")])
    assert "\x1b" not in str(raised.value)
    assert "a run whose id is none of Ringwall's" in str(raised.value)


def test_of_two_at_once_one_is_refused(bench: Bench) -> None:
    barrier, ends = Barrier(2), list[str]()

    def take(leases: Leases, run: str) -> None:
        barrier.wait()
        try:
            leases.take(run, [BUCKET, OTHER])
        except Locked:
            ends.append("refused")
        else:
            ends.append("held")

    threads = [Thread(target=take, args=pair) for pair in ((bench.one, FIRST), (bench.two, SECOND))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["held", "refused"]


def test_a_process_is_gone_when_this_machine_says_so() -> None:
    assert not is_gone(name_process())
    code = "from ringwall.store.database.leases import name_process; print(name_process())"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    ended = done.stdout.strip()
    assert is_gone(ended)
    assert not is_gone(f"{'0' * 12}/{ended.partition('/')[2]}"), "another machine's may be alive"
    for odd in ("", "x", f"{ended.partition('/')[0]}/9999999999/00000000"):
        assert not is_gone(odd)


def test_each_taking_has_a_higher_token_than_all_before(bench: Bench) -> None:
    tokens = [bench.one.take(FIRST, [BUCKET]), bench.two.take(SECOND, [OTHER])]
    bench.one.release(FIRST)
    bench.two.release(SECOND)
    tokens.append(bench.one.take(FIRST, [BUCKET]))
    assert tokens == [1, 2, 3]


def test_who_holds_an_older_token_is_let_do_nothing(bench: Bench) -> None:
    bench.one.take(FIRST, [BUCKET])
    guard = bench.one.guard(FIRST, 1)
    with writing(bench.one.engine) as connection:
        connection.execute(sa.update(LEASE).values(token=7))
    with pytest.raises(Locked), writing(bench.one.engine) as connection:
        guard(connection)
    with pytest.raises(Locked):
        bench.one.renew(FIRST, 1)
    assert bench.two.take(SECOND, [OTHER]) == 8


class TestSqlLeases(LeasesContract):
    """What holds for every store."""

    @pytest.fixture
    def kept(self, sqlite_kept: KeptWorld) -> KeptWorld:
        return sqlite_kept

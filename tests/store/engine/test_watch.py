"""Statements that cannot be interrupted: the process ends, and says whose they were."""

import os
import subprocess
import sys
import threading
import time

import pytest

from ringwall.store.engine import watch
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.watch import StatementWatch, measure_memory

PROGRAM = """
import sys
from ringwall.store.engine.embedded import EmbeddedEngine, StatementLimits
seconds = float(sys.argv[2])
limits = StatementLimits("200MB", "200MB", seconds, grace=0.5, growth=300_000_000)
engine = EmbeddedEngine(limits=limits)
engine.attribute("their.rule\\x1b[31m")
engine.rows(sys.argv[1])
print("it came back")
"""


def run(sql: str, seconds: int) -> tuple[subprocess.CompletedProcess[str], float]:
    began = time.monotonic()
    words = (sys.executable, "-c", PROGRAM, sql, str(seconds))
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - our own program
    return done, time.monotonic() - began


@pytest.mark.parametrize(
    ("sql", "seconds", "why"),
    [
        (
            "select levenshtein(repeat('a', 400000), repeat('b', 400000))",
            1,
            "it did not stop after 1 seconds",
        ),
        (
            "select length(repeat('x', 4000000000))",
            50,
            "it took more than 0.3 GB of memory at once",
        ),
        ("select len(range(1000000000))", 50, "it took more than 0.3 GB of memory at once"),
    ],
)
def test_one_function_that_goes_on_and_on_ends_the_process(
    sql: str, seconds: int, why: str
) -> None:
    done, took = run(sql, seconds)
    assert done.returncode == 2
    assert done.stderr == f"\nringwall: their.rule\\x1b[31m: {why}; the process was ended\n"
    assert done.stdout == ""
    assert took < 45


def test_what_can_be_interrupted_is_only_interrupted() -> None:
    done, _ = run("select count(*) from range(1_000_000_000_000) t(i) where i % 7 = 3", 1)
    assert done.returncode == 1
    assert "BadInput: SQL failed: it was stopped after 1 seconds" in done.stderr


def test_a_closed_engine_leaves_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is left keeps DuckDB's objects: its bindings write pages about it at the end."""
    monkeypatch.setattr(watch, "BEAT", 30)
    before = {*threading.enumerate()}
    with EmbeddedEngine(threads=1) as engine:
        engine.rows("select 1 as a")
    assert {*threading.enumerate()} <= before


class Told:
    """What a watch asked for."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.left = threading.Event()

    def interrupt(self) -> None:
        self.said.append("interrupt")

    def leave(self, why: str) -> None:
        self.said.append(why)
        self.left.set()


def test_a_statement_is_asked_once_and_then_left() -> None:
    told = Told()
    with StatementWatch(told.interrupt, told.leave, seconds=0.1, grace=0.3):
        assert told.left.wait(10)
    assert told.said == ["interrupt", "it did not stop after 0.1 seconds"]


def test_a_statement_in_its_limits_is_left_alone() -> None:
    told = Told()
    with StatementWatch(told.interrupt, told.leave, seconds=60, growth=10**12):
        time.sleep(0.3)
    with StatementWatch(told.interrupt, told.leave):
        pass
    time.sleep(0.2)
    assert told.said == []


def test_the_time_of_each_statement_is_its_own() -> None:
    asked = threading.Event()
    watching = StatementWatch(asked.set, lambda _: None, seconds=0.2, grace=600)
    for _ in range(2):
        with watching:
            assert asked.wait(10)
        asked.clear()


def test_short_statements_share_a_thread() -> None:
    told = Told()
    before = threading.active_count()
    watching = StatementWatch(told.interrupt, told.leave, seconds=600, growth=10**12)
    for _ in range(100):
        with watching:
            assert threading.active_count() <= before + 1
    assert told.said == []


def test_a_watch_that_failed_is_followed_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("threading.excepthook", lambda _: None)
    asked = threading.Event()

    def fail() -> None:
        asked.set()
        raise RuntimeError("the connection is closed")

    watching = StatementWatch(fail, lambda _: None, seconds=0.01, grace=60)
    for _ in range(2):
        with watching:
            assert asked.wait(10)
        asked.clear()


def test_the_memory_of_this_process_is_known() -> None:
    before = measure_memory()
    held = bytearray(os.urandom(1)) * 200_000_000
    assert measure_memory() - before > 150_000_000
    del held

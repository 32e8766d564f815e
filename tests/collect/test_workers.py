"""Threads that do not keep a job that ends early, and otherwise do all that they are given."""

import subprocess
import sys
import threading
import time
from concurrent.futures import CancelledError, Future

import pytest

from ringwall.collect.workers import Workers


def test_all_is_done_before_the_block_ends() -> None:
    done: list[int] = []
    with Workers(3, "test") as pool:
        assert list(pool.map(lambda number: number * 2, range(50))) == [n * 2 for n in range(50)]
        for number in range(20):
            pool.submit(done.append, number)
    assert sorted(done) == list(range(20))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("test-")]
    with pytest.raises(RuntimeError, match="shut"):
        pool.submit(done.append, 1)


def test_an_error_is_that_of_whoever_asks_for_the_result() -> None:
    def fail() -> None:
        raise KeyError("x")

    with Workers(1, "test") as pool:
        failed, fine = pool.submit(fail), pool.submit(lambda: 1)
        with pytest.raises(KeyError):
            failed.result()
        assert fine.result() == 1


def test_a_block_that_fails_leaves_behind_what_hangs() -> None:
    begun, let_go = threading.Event(), threading.Event()
    submitted: list[Future[bool]] = []

    def hang() -> bool:
        begun.set()
        return let_go.wait(30)

    def fail(pool: Workers) -> None:
        with pool:
            submitted.extend([pool.submit(hang), pool.submit(hang)])
            begun.wait(10)
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        fail(Workers(1, "test"))
    assert time.monotonic() - began < 10
    hanging, waiting = submitted
    assert not hanging.done()
    with pytest.raises(CancelledError):
        waiting.result(timeout=0)
    let_go.set()
    assert hanging.result(10)


def test_what_hangs_does_not_keep_the_process() -> None:
    code = (
        "import threading\n"
        "from ringwall.collect.workers import Workers\n"
        "with Workers(2, 'test') as pool:\n"
        "    pool.submit(threading.Event().wait, 300)\n"
        "    raise SystemExit(7)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False, timeout=30)  # noqa: S603
    assert ended.returncode == 7

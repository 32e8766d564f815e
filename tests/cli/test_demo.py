"""`ringwall demo`: the commands are shown and run one after the other."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli import demo as module
from ringwall.jobs.demo import DemoStep, ServedDemo
from ringwall.model.errors import RingwallError

Ringwall = Callable[..., Any]
STEPS = (
    DemoStep(("snapshots",), "List what there is."),
    DemoStep(("tables", "show", "kms_key"), "Show a table.", shows_result=False),
    DemoStep(("tables", "show", "kms_key")),
)


@dataclass
class SmallDemo:
    """What a demo of few steps and without a server did."""

    homes: list[Path] = field(default_factory=list)
    """The home folders that it was planned for."""
    served: list[str] = field(default_factory=list)


@pytest.fixture
def small_demo(monkeypatch: pytest.MonkeyPatch) -> SmallDemo:
    """Give the demo few steps and no server."""
    small = SmallDemo()

    @contextmanager
    def serve(*options: str) -> Iterator[ServedDemo]:
        small.served.append("empty" if "--empty" in options else "opened")
        yield ServedDemo({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, ("eu-west-1",), wait)
        small.served.append("closed")

    def wait() -> None:
        small.served.append("waited")

    def plan(home: Path, report: Path, regions: tuple[str, ...]) -> Iterator[DemoStep]:
        small.homes.append(home)
        assert regions == ("eu-west-1",)
        assert os.environ["AWS_REGION"] == "eu-west-1"
        assert "AWS_PROFILE" not in os.environ
        yield from STEPS
        report.write_text("done")

    @contextmanager
    def start(*_: str) -> Iterator[Callable[[], ServedDemo]]:
        yield lambda: ServedDemo({"AWS_ENDPOINT_URL": "http://127.0.0.1:2"}, ("eu-west-1",), wait)

    monkeypatch.setattr(module, "serve_demo", serve)
    monkeypatch.setattr(module, "start_demo", start)
    monkeypatch.setattr(module, "plan_watch", lambda *_: iter(STEPS[:1]))
    monkeypatch.setattr(module, "plan_response", lambda *_: iter(()))
    monkeypatch.setattr(module, "plan_demo", plan)
    monkeypatch.setattr(module, "plan_whole", lambda *_: iter(STEPS[:1]))
    return small


def test_each_step_is_shown_and_run(
    ringwall: Ringwall, small_demo: SmallDemo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "mine")
    monkeypatch.setenv("RINGWALL_HOME", "mine too")
    found = ringwall("demo", "--report", tmp_path / "r.html")
    assert found.code == 0
    assert found.err.count("$ ringwall tables show kms_key") == 2
    assert found.out.count("enable_key_rotation") == 1  # the second time alone
    assert found.err.index("# List what there is.") < found.err.index("# Show a table.")
    (home,) = small_demo.homes
    assert small_demo.served == ["opened", "empty", "closed", "closed"]
    assert f"to look around: ringwall findings --uid --home {home}" in found.err
    assert os.environ["AWS_PROFILE"] == "mine"
    assert "AWS_ENDPOINT_URL" not in os.environ
    assert (tmp_path / "r.html").read_text() == "done"


def test_keep_prints_what_leads_to_the_organization(
    ringwall: Ringwall, small_demo: SmallDemo, tmp_path: Path
) -> None:
    found = ringwall("demo", "--keep", "--report", tmp_path / "r.html")
    assert found.code == 0
    assert found.lines[-2:] == [
        "export AWS_ENDPOINT_URL=http://127.0.0.1:1",
        f"export RINGWALL_HOME={small_demo.homes[0]}",
    ]
    assert found.err.endswith("serving Acme; Ctrl-C ends it\n")
    assert small_demo.served == ["opened", "empty", "closed", "waited", "closed"]


def test_a_verb_that_goes_wrong_ends_the_demo(
    ringwall: Ringwall, small_demo: SmallDemo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "plan_demo", lambda *_: iter([DemoStep(("findings",))]))
    found = ringwall("demo", "--report", tmp_path / "r.html")
    assert found.code == 2
    assert "nothing was recorded here yet" in found.err
    assert small_demo.homes == []

    class App:
        def __call__(self, *_: object, **__: object) -> int:
            return 64

    monkeypatch.setattr(module, "make_app", App)
    with pytest.raises(RingwallError, match="ended with exit code 64"):
        module.demo(report=tmp_path / "r.html")


def test_a_folder_that_there_is_not_is_bad_input(ringwall: Ringwall, tmp_path: Path) -> None:
    found = ringwall("demo", "--report", tmp_path / "none" / "r.html")
    assert found.code == 64
    assert "no such folder; name another file with --report" in found.err


def test_no_step_waits_for_an_answer(
    ringwall: Ringwall, small_demo: SmallDemo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    def look(*_: object, **__: object) -> int:
        asked.append(sys.stdin.isatty())
        return 0

    monkeypatch.setattr("sys.stdin", terminal := Terminal())
    monkeypatch.setattr(module, "make_app", lambda: look)
    ringwall("demo", "--report", tmp_path / "r.html")
    assert len(small_demo.homes) == 1
    assert asked == [False] * (len(STEPS) + 2)
    assert sys.stdin is terminal

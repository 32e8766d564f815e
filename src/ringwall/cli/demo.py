"""`ringwall demo`: the main job from end to end, on made-up organizations."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from itertools import chain
from pathlib import Path

from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.main import make_app
from ringwall.cli.output import make_console
from ringwall.jobs.demo import (
    DemoStep,
    ServedDemo,
    plan_demo,
    plan_response,
    plan_watch,
    plan_whole,
    serve_demo,
    start_demo,
)
from ringwall.model.errors import BadInput, RingwallError
from ringwall.model.text import make_visible

HIDDEN = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_PROFILE", "RINGWALL_DATABASE")
"""Environment variables that would lead the verbs elsewhere."""


def demo(*, report: Path = Path("ringwall-report.html"), keep: bool = False) -> None:
    """Collect, audit, fix, prove, undo, build and watch an organization, all on this machine.

    The first organization, Acme, is there, with weaknesses. The second is built from a lone
    account: six accounts and all six layers, with one command. What is left then is shown. The
    third has lived through a week with attacks, which are found in its logs; an instance that
    attackers have is isolated, and given back.

    Parameters
    ----------
    report
        Where to write the HTML report. That of the incidents is beside it, and ends in
        -incidents.html.
    keep
        Keep serving the organization afterwards, until Ctrl-C, to look around.
    """
    if not report.absolute().parent.is_dir():
        raise BadInput(f"{report}: no such folder; name another file with --report")
    console = make_console()
    started = time.monotonic()
    console.print("building the made-up organization Acme on this machine ...")
    with serve_demo() as served, start_demo("--history") as history:
        home = Path(tempfile.mkdtemp(prefix="ringwall-demo-"))
        variables = {**served.variables, "RINGWALL_HOME": str(home)}
        with _environment({**variables, "AWS_REGION": served.regions[0]}):
            for step in plan_demo(home, report, served.regions):
                _run(step, home)
        _build_whole()
        page = report.with_name(f"{report.stem}-incidents.html")
        _watch(history, page)
        console.print(f"\ndone in {time.monotonic() - started:.0f} s; open {report} and {page}")
        console.print(f"to look around: ringwall findings --uid --home {home}")
        if keep:
            for name, value in variables.items():
                print(f"export {name}={value}", flush=True)
            console.print("serving Acme; Ctrl-C ends it")
            served.wait()


def _build_whole() -> None:
    """Build an organization from nothing, in an emulator of its own."""
    make_console().print("\nstarting an AWS without an organization on this machine ...")
    with serve_demo("--empty") as served, tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        variables = {**served.variables, "RINGWALL_HOME": str(home)}
        with _environment({**variables, "AWS_REGION": served.regions[0]}):
            for step in plan_whole(home, served.regions):
                _run(step, home)


def _watch(history: Callable[[], ServedDemo], page: Path) -> None:
    """Find attacks in the logs of another Acme, which has lived through a week with them."""
    make_console().print("\nan Acme that was attacked for a week is served here, too ...")
    served = history()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        variables = {**served.variables, "RINGWALL_HOME": str(home)}
        with _environment({**variables, "AWS_REGION": served.regions[0]}):
            for step in chain(plan_watch(home, page), plan_response(home, served.stolen)):
                _run(step, home)


def _run(step: DemoStep, home: Path) -> None:
    console = make_console()
    if step.title:
        console.print(f"\n# {step.title}", style="bold")
    if step.call:
        console.print(f"as {step.call.name()}:")
        print(make_visible(step.call.make(home)), flush=True)
        return
    console.print(f"$ ringwall {' '.join(step.command)}", style="cyan")
    with ExitStack() as stack:
        stack.enter_context(_nobody_to_ask())
        if not step.shows_result:
            nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
            stack.enter_context(redirect_stdout(nowhere))
        code = make_app()(step.command, exit_on_error=False, result_action="return_value")
    if code is not None and code not in EXIT_CODES.values():
        raise RingwallError(f"`ringwall {step.command[0]}` ended with exit code {code}")


@contextmanager
def _nobody_to_ask() -> Iterator[None]:
    """Let no verb wait for an answer: the demo shows a plan, and then carries it out."""
    before = sys.stdin
    with Path(os.devnull).open(encoding="utf-8") as nobody:
        sys.stdin = nobody
        try:
            yield
        finally:
            sys.stdin = before


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for the verbs, and restore what was there."""
    before = {name: os.environ.get(name) for name in (*values, *HIDDEN)}
    for name in HIDDEN:
        os.environ.pop(name, None)
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

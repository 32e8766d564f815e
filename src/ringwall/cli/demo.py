"""`ringwall demo`: the main job from end to end, on a made-up organization."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from itertools import islice
from pathlib import Path

from ringwall.cli.emulator import CREDENTIALS, require_extra
from ringwall.cli.judge import name_playbooks
from ringwall.cli.main import make_app
from ringwall.cli.say import make_console
from ringwall.model.errors import BadInput, RingwallError
from ringwall.store.database.connection import open_database
from ringwall.store.database.journal import Journal
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home

EXPECTED = {0, 1, 2}
"""Exit codes of verbs that did their work; 1 and 2 tell of findings and of unknowns."""


def demo(*, report: Path = Path("ringwall-report.html"), keep: bool = False) -> None:
    """Collect, audit, fix, prove and undo, on an organization that lives in this process.

    Parameters
    ----------
    report
        Where to write the HTML report.
    keep
        Go on serving the organization afterwards, until Ctrl-C, to look around.
    """
    require_extra()
    if not report.absolute().parent.is_dir():
        raise BadInput(f"{report}: no such folder; name another file with --report")
    from ringwall.emulator.acme.organization import REGIONS  # noqa: PLC0415 - of the extra

    console = make_console()
    started = time.monotonic()
    console.print("building the made-up organization Acme on this machine ...")
    home = Home(Path(tempfile.mkdtemp(prefix="ringwall-demo-")))
    with _serve_acme() as (server, variables):
        settings = {**variables, "RINGWALL_HOME": str(home.path), "AWS_REGION": REGIONS[0]}
        with _environment(settings):
            _walk(home, report, REGIONS)
        console.print(f"\ndone in {time.monotonic() - started:.0f} s; look at {report}")
        console.print(f"or around: ringwall findings --uid --home {home.path}")
        if keep:
            for name, value in {**variables, "RINGWALL_HOME": str(home.path)}.items():
                print(f"export {name}={value}", flush=True)
            console.print("serving Acme; Ctrl-C ends it")
            server.wait()


@contextmanager
def _serve_acme() -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Run the emulator beside us; yield it, and the environment variables that lead to it."""
    command = [sys.executable, "-m", "ringwall", "emulator", "serve", "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            found = (re.fullmatch(r"export (\w+)=(\S+)\n", line) for line in server.stdout or ())
            variables = {m[1]: m[2] for m in islice(found, 1 + len(CREDENTIALS)) if m}
            if "AWS_ENDPOINT_URL" not in variables:
                raise RingwallError("the emulator did not start; try `ringwall emulator serve`")
            yield server, variables
        finally:
            server.terminate()


def _walk(home: Home, report: Path, regions: Sequence[str]) -> None:
    collect = ("collect", "--regions", ",".join(regions))
    _say("Read every account and region; only reading calls are made.")
    _run(*collect)
    _say("Judge the estate by every control.")
    _run("audit")
    _say("Ask who gets in from outside, and who can become an administrator, and how.")
    _run("access", "external")
    _run("access", "escalation")
    uids = _choose_findings(home)
    _say("Plan what mends one finding of each playbook: each call, why, its risk and its undo.")
    _run("fix", *uids)
    _say("Carry the plan out: read again, write, verify, with a journal on disk.")
    _run("fix", *uids, "--yes", show_output=False)
    _say("Prove it: collect and judge again; what was mended shows as resolved.")
    _run(*collect)
    _run("audit", show_output=False)
    _run("findings", "--status", "resolved")
    run = Journal(open_database(home.database_url)).runs()[-1].id
    _say("Take the whole run back, last change first.")
    _run("undo", run, "--yes", show_output=False)
    _run("runs")
    _run(*collect)
    _run("audit", show_output=False)
    _say("Write the report.")
    _run("report", "--to", str(report))


def _choose_findings(home: Home) -> list[str]:
    """Return one open finding for each playbook, the gravest first."""
    chosen: dict[str, str] = {}
    playbooks = name_playbooks()
    for finding in Ledger(open_database(home.database_url)).findings(Filter(answers=("fail",))):
        if playbook := playbooks.get(finding.rule):
            chosen.setdefault(playbook, finding.uid[:12])
    return list(chosen.values())


def _say(text: str) -> None:
    make_console().print(f"\n# {text}", style="bold")


def _run(*arguments: str, show_output: bool = True) -> None:
    console = make_console()
    console.print(f"$ ringwall {' '.join(arguments)}", style="cyan")
    with ExitStack() as stack:
        if not show_output:  # results that the reader has seen already
            nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
            stack.enter_context(redirect_stdout(nowhere))
        code = make_app()(arguments, exit_on_error=False, result_action="return_value")
    if code is not None and code not in EXPECTED:
        raise RingwallError(f"`ringwall {arguments[0]}` ended with exit code {code}")


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for the verbs, and put back what was there."""
    hidden = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_PROFILE", "RINGWALL_DATABASE")
    before = {name: os.environ.get(name) for name in (*values, *hidden)}
    for name in hidden:
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

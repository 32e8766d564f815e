"""The `ringwall` command: the list of verbs, and what becomes of errors."""

import os
import sys
from typing import Any

import cyclopts

from ringwall import __version__
from ringwall.model.errors import RingwallError

VERBS = (
    ("demo", "Stand up a made-up organization and walk through collect, audit, fix and undo."),
    ("doctor", "Check credentials, permissions and regions; say what would stay unknown."),
    ("collect", "Read an AWS organization, or files that speak for it, into a snapshot."),
    ("audit", "Judge the snapshot by every control; record and print what is wrong."),
    ("findings", "List findings over time: open, resolved, reopened."),
    ("report", "Write the HTML report, or any other format, of the latest audit."),
    ("access", "Ask who can do what; test policies against cases."),
    ("fix", "Plan the changes that mend findings; --yes carries them out."),
    ("undo", "Take back what a fix did."),
    ("runs", "List the runs that changed AWS; resume one that was interrupted."),
    ("snapshots", "List, compare, verify and prune snapshots."),
    ("rules", "List, show, check and write rules."),
    ("tables", "List and show the tables that rules and queries read."),
    ("query", "Run read-only SQL over a snapshot."),
    ("emulator", "Serve an emulated AWS organization on this machine."),
    ("completion", "Print or install shell completion."),
)
"""Every verb with its one-line help. The verb `x` is the function or app `x` of `cli/x.py`."""

EXIT_BAD_USE = 64
EXIT_INTERRUPTED = 130


def make_app() -> cyclopts.App:
    """Return the command line application; a verb's file is imported when it is called."""
    app = cyclopts.App(
        name="ringwall",
        help="Defense in depth for AWS, as one program.",
        version=__version__,
        default_parameter=cyclopts.Parameter(negative=()),
        help_format="plaintext",
    )
    for position, (name, help_text) in enumerate(VERBS):
        place = f"ringwall.cli.{name}:{name}"
        app.command(place, name=name, help=help_text, sort_key=position)
    return app


def run(arguments: list[str] | None = None) -> None:
    """Run the program and exit: 0 clean, 1 findings, 2 could not tell, 64 bad use or input."""
    try:
        code = make_app()(
            arguments, exit_on_error=False, result_action="return_value", help_on_error=False
        )
    except cyclopts.CycloptsError:
        sys.exit(EXIT_BAD_USE)  # cyclopts has printed what is wrong
    except RingwallError as error:
        print(f"ringwall: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("ringwall: interrupted; nothing that was acknowledged is lost", file=sys.stderr)
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not an error, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(_exit_code(code))


def _exit_code(result: Any) -> int:
    return result if isinstance(result, int) else 0

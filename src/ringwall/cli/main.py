"""The `ringwall` command: the list of verbs, and what becomes of errors."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import cyclopts

from ringwall import __version__
from ringwall.cli.complaint import complain
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
    ("runs", "List the runs that changed AWS; resume or verify them."),
    ("snapshots", "List, compare, verify and prune snapshots."),
    ("rules", "List, show, check and write rules."),
    ("tables", "List and show the tables that rules and queries read."),
    ("query", "Run read-only SQL over a snapshot."),
    ("emulator", "Serve an emulated AWS organization on this machine."),
    ("completion", "Print or install shell completion."),
)
"""Every verb with its one-line help. The verb `x` is the function or app `x` of `cli/x.py`."""

EPILOGUE = "Start with `ringwall demo`. Each verb explains itself: ringwall VERB --help"
GARBAGE_AFTER = (50_000, 10, 10)
"""New objects after which Python looks for cycles among them; runs after which among older ones."""
EXIT_BAD_USE = 64
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM): it leaves as by Ctrl-C, with its own exit code."""


def make_app(*, only_list: bool = False) -> cyclopts.App:
    """Return the command line application; a verb's file is imported when it is called.

    With `only_list` the list of verbs can be shown without importing any of them; without it, each
    verb explains itself by its own docstring.
    """
    app = cyclopts.App(
        name="ringwall",
        help="Defense in depth for AWS, as one program.",
        help_epilogue=EPILOGUE if only_list else None,
        version=__version__,
        default_parameter=cyclopts.Parameter(negative=(), show_default=_show_default),
        help_format="plaintext" if only_list else "markdown",
        suppress_keyboard_interrupt=False,
    )
    for position, (name, help_text) in enumerate(VERBS):
        place = f"ringwall.cli.{name}:{name}"
        app.command(place, name=name, help=help_text if only_list else None, sort_key=position)
    return app


def run(arguments: list[str] | None = None) -> None:
    """Run the program and exit: 0 clean, 1 findings, 2 could not tell, 64 bad use or input."""
    words = sys.argv[1:] if arguments is None else arguments
    ease_collector()
    try:
        with _ending_in_order():
            sys.exit(_exit_code(_call(words)))
    except cyclopts.CycloptsError as error:
        complain(f"{_on_one_line(error)}; see `{_name_help(error)}`")
        sys.exit(EXIT_BAD_USE)
    except RingwallError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt as error:
        complain("interrupted; nothing that was acknowledged is lost")
        sys.exit(EXIT_TERMINATED if isinstance(error, Terminated) else EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not an error, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def ease_collector() -> None:
    """Look for garbage less often: a snapshot makes millions of objects that stay.

    What is no longer referred to is freed at once all the same; only cycles wait.
    """
    gc.set_threshold(*GARBAGE_AFTER)


def _call(words: list[str]) -> Any:
    app = make_app(only_list=not {name for name, _ in VERBS}.intersection(words))
    result = app(
        words,
        exit_on_error=False,
        print_error=False,
        help_on_error=False,
        result_action="return_value",
    )
    sys.stdout.flush()  # a reader that went away is noticed here, not after the end
    return result


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the program in order; a second one ends it at once.

    In order: locks are let go, what is partial is removed. What is ignored stays ignored (nohup).
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        raise Terminated if number == signal.SIGTERM else KeyboardInterrupt

    both = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in both}
    for number in both:
        if before[number] != signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number in both:
            signal.signal(number, before[number])


def _on_one_line(error: cyclopts.CycloptsError) -> str:
    text = " ".join(str(error).split())
    return text if text.endswith("...") else text.removesuffix(".")


def _name_help(error: cyclopts.CycloptsError) -> str:
    """Return the command whose help tells what is right."""
    chain = [word for word in error.command_chain or () if word != "ringwall"]
    return " ".join(("ringwall", *chain, "--help"))


def _show_default(value: Any) -> str | None:
    """Return a default as the help shows it; None where it only says that nothing is set."""
    if value in ((), "", 0, None) or value is False:
        return None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _exit_code(result: Any) -> int:
    return result if isinstance(result, int) else 0

"""The `ringwall` command: the list of verbs, and what becomes of errors."""

import errno
import gc
import io
import os
import signal
import sys
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, Literal, TextIO

import cyclopts

from ringwall import __version__
from ringwall.cli.access import QUESTIONS, RENAMED
from ringwall.cli.blueprint import COMMANDS
from ringwall.cli.case import CASE_COMMANDS, CASE_FILES
from ringwall.cli.errors import print_error
from ringwall.cli.exit_codes import (
    EXIT_BAD_USE,
    EXIT_CLOSED_PIPE,
    EXIT_INTERRUPTED,
    EXIT_TERMINATED,
)
from ringwall.cli.options import PLAIN
from ringwall.cli.respond import RESPONSE_COMMANDS, RESPONSE_FILES
from ringwall.cli.streams import HelpConsole, harmless_output
from ringwall.model.errors import BadInput, RingwallError, StorageFailed
from ringwall.model.text import make_visible

VERBS = (
    ("demo", "Collect, audit, fix and undo on a made-up organization on this machine."),
    ("doctor", "Check credentials, permissions and regions; list what would be unknown."),
    ("collect", "Read an AWS organization, or files about it, into a snapshot."),
    ("logs", "Read logs into tables; show what is there; delete what is old."),
    ("audit", "Audit the snapshot by every control; record and print the findings."),
    ("detect", "Run detections over the logs; record and print what they find."),
    ("findings", "List findings over time: open, resolved, reopened."),
    ("except", "Accept failures in a file of exceptions: add, list and check them."),
    ("incidents", "List incidents that logs show; tell the story of one; close it."),
    ("respond", "Contain a threat by a playbook: plan, approve, run, undo."),
    ("case", "List and tell the cases of responses; note, assign, close."),
    ("evidence", "Collect evidence of a case; list, deposit, verify and hand it over."),
    ("report", "Write the HTML report, or any other format, of the current snapshot."),
    ("access", "Ask who can do what; test policies against cases."),
    ("blueprint", "Declare an architecture in one file: write it, show it, check it."),
    ("plan", "Show what a blueprint wants otherwise than it is; nothing is written."),
    ("fix", "Plan the changes that fix findings; --yes makes them."),
    ("apply", "Make a blueprint so, or carry out a plan that was saved; --yes does it."),
    ("undo", "Undo a run."),
    ("runs", "List the runs that changed AWS; resume or verify them."),
    ("snapshots", "List, compare, verify and prune snapshots."),
    ("intel", "Import, update and list threat lists, trusted lists and data files of addresses."),
    ("rules", "List, show, check and write rules."),
    ("tables", "List and show the tables that rules and queries read."),
    ("query", "Run read-only SQL over a snapshot."),
    ("emulator", "Serve an emulated AWS organization on this machine."),
    ("completion", "Print or install shell completion."),
)
"""Every verb with its one-line help. The verb `x` is the function or app `x` of `cli/x.py`."""
VERB_FILES = {"except": "exceptions"}
"""Verbs whose file and function have another name: Python keeps that word for itself."""

GROUPS = {
    "access": QUESTIONS,
    "blueprint": COMMANDS,
    "respond": RESPONSE_COMMANDS,
    "case": CASE_COMMANDS,
}
"""Verbs that have commands of their own."""
FILES = {"access": RENAMED, "respond": RESPONSE_FILES, "case": CASE_FILES}
"""Their commands whose file and function have another name."""

EPILOGUE = "Start with `ringwall demo`. Each verb has its own help: ringwall VERB --help"
GARBAGE_AFTER = (50_000, 10, 10)
"""New objects after which Python looks for cycles among them; runs after which among older ones."""

ENDING: Mapping[int, int] = {signal.SIGINT: EXIT_INTERRUPTED, signal.SIGTERM: EXIT_TERMINATED}
UNHEARD_SECONDS = 5
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM): it ends as by Ctrl-C, with its own exit code."""


def make_app(words: Collection[str] | None = None) -> cyclopts.App:
    """Return the command line application; a verb's file is imported when it is called.

    Each verb's help is its own docstring. Where `words`, those of the command line, name no verb,
    only the list of verbs can be asked for, and its lines are in VERBS: no file is imported.
    """
    is_list = _is_list(VERBS, words)
    app = cyclopts.App(
        name="ringwall",
        help="Defense in depth for AWS, as one program.",
        help_epilogue=EPILOGUE if is_list else None,
        version=__version__,
        default_parameter=PLAIN,
        help_format="plaintext" if is_list else "markdown",
        suppress_keyboard_interrupt=False,
    )
    for position, (name, help_text) in enumerate(VERBS):
        if name in GROUPS:
            app.command(_make_group(name, help_text, words, position))
            continue
        module = VERB_FILES.get(name, name)
        place = f"ringwall.cli.{module}:{module}"
        app.command(place, name=name, help=help_text if is_list else None, sort_key=position)
    return app


def _make_group(
    group: str, help_text: str, words: Collection[str] | None, sort_key: int
) -> cyclopts.App:
    """Return a verb that has commands of its own, one file each."""
    app = cyclopts.App(name=group, help=help_text, default_parameter=PLAIN, sort_key=sort_key)
    is_list = _is_list(GROUPS[group], words)
    for position, (name, line) in enumerate(GROUPS[group]):
        module = FILES.get(group, {}).get(name, name.replace("-", "_"))
        place = f"ringwall.cli.{group}.{module}:{module}"
        app.command(place, name=name, help=line if is_list else None, sort_key=position)
    return app


def _is_list(names: Iterable[tuple[str, str]], words: Collection[str] | None) -> bool:
    return words is not None and not {name for name, _ in names}.intersection(words)


def run(arguments: list[str] | None = None) -> None:
    """Run the program and exit: 0 clean, 1 findings, 2 unknown, 64 bad use or bad input."""
    words = sys.argv[1:] if arguments is None else arguments
    ease_collector()
    is_closed = prepare_streams()
    try:
        code = _run(words)
        # A reader that went away and a full disk are noticed here, not after the end.
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = EXIT_CLOSED_PIPE
        _abandon(sys.stdout, sys.stderr)
    except OSError as error:
        if not (error.errno in DISK_FULL or (is_closed and error.errno == errno.EBADF)):
            raise
        code = StorageFailed.exit_code
        _abandon(sys.stdout)
        with suppress(OSError):  # the errors may go to the same disk
            print_error(f"cannot write: {error.strerror}")
            sys.stderr.flush()
        _abandon(sys.stderr)
    sys.exit(code)


def _run(words: list[str]) -> int:
    """Run the program and return its exit code; errors of users are printed."""
    try:
        _check_words(words)
        with _ending_in_order(), harmless_output():
            return _exit_code(_call(words))
    except cyclopts.CycloptsError as error:
        print_error(f"{_describe(error)}; see `{_name_help(error)}`")
        return EXIT_BAD_USE
    except RingwallError as error:
        print_error(str(error))
        return error.exit_code
    except KeyboardInterrupt as error:
        print_error("interrupted; everything that was reported as done is kept")
        return EXIT_TERMINATED if isinstance(error, Terminated) else EXIT_INTERRUPTED


def _check_words(words: Iterable[str]) -> None:
    """Raise BadInput for words that nobody meant: without a letter, or bytes that are no text.

    `--account "$UNSET"` must not mean every account, and `--home ""` not the current folder. No
    table, file of ours or terminal takes bytes that are no text.
    """
    before = ""
    for word in words:
        option, is_assigned, value = word.partition("=")
        is_assigned = is_assigned if option.startswith("--") else ""
        if not (value if is_assigned else word).strip():
            name = option if is_assigned else before if before.startswith("--") else "a word"
            raise BadInput(f"{make_visible(name)} names nothing; leave it out, or name something")
        if not word.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in word):
            shown = word.encode("utf-8", "backslashreplace").decode()
            raise BadInput(
                f"{shown}: not text in this locale's encoding ({sys.getfilesystemencoding()})"
            )
        before = word


def prepare_streams() -> bool:
    """Let no letter end the program that an encoding lacks; return whether stdout was closed.

    Then what is written to it is an error (EBADF): results must not be lost without a word.
    """
    is_closed = sys.stdout is None
    sys.stdin = sys.stdin or _open_nowhere("r")
    sys.stdout = sys.stdout or _open_unwritable()
    sys.stderr = sys.stderr or _open_nowhere("w")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    return is_closed


def _open_nowhere(mode: Literal["r", "w"]) -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")


def _open_unwritable() -> TextIO:
    """Return a stream that cannot be written; its number must not become that of another file."""
    return os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")


def _abandon(*streams: TextIO) -> None:
    """Let what is left in streams go nowhere: they cannot be written, and Python would try."""
    for stream in streams:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def ease_collector() -> None:
    """Look for garbage less often: a snapshot makes millions of objects that stay.

    What is no longer referred to is freed at once all the same; only cycles wait.
    """
    gc.set_threshold(*GARBAGE_AFTER)


def _call(words: list[str]) -> Any:
    console: Any = HelpConsole()
    return make_app(words)(
        words,
        console=console,
        exit_on_error=False,
        print_error=False,
        help_on_error=False,
        result_action="return_value",
    )


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the program in order; a second one ends it at once.

    In order: locks are released, what is partial is removed. A signal that is ignored stays
    ignored (nohup).
    """
    heard = threading.Event()

    def stop(number: int, _frame: FrameType | None) -> None:
        heard.set()
        for each in ours:
            signal.signal(each, signal.SIG_DFL)
        raise Terminated if number == signal.SIGTERM else KeyboardInterrupt

    both = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in both}
    ours = [number for number in both if before[number] != signal.SIG_IGN]
    for number in ours:
        signal.signal(number, stop)
    try:
        with _ending_at_last(heard):
            yield
    finally:
        for number in both:
            signal.signal(number, before[number])


@contextmanager
def _ending_at_last(heard: threading.Event) -> Iterator[None]:
    """End the process where a signal is not heard: Python acts on none inside a function of C.

    One function of SQL may run for hours. What was acknowledged is on disk.
    """
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)

    def wait() -> None:
        while number := os.read(ours, 1):
            if number[0] in ENDING and not heard.wait(UNHEARD_SECONDS):
                os._exit(ENDING[number[0]])
        os.close(ours)

    threading.Thread(target=wait, daemon=True).start()
    before = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(theirs)  # the thread reads its end and goes


def _describe(error: cyclopts.CycloptsError) -> str:
    """Return what is wrong with the words, on one line."""
    text = " ".join(str(error).split())
    if isinstance(error, cyclopts.UnusedCliTokensError):
        words = " ".join(error.unused_tokens or ())
        has_options = any(word.startswith("-") for word in error.root_input_tokens or ())
        hint = " (an option takes one value: repeat it for another one)" if has_options else ""
        return f"too many words: {words}{hint}"
    if type(error) is cyclopts.MissingArgumentError and error.argument:
        name = error.keyword or error.argument.name
        _, meant, names = text.rpartition("Did you mean ")
        said = f"{name} needs a value" if error.keyword else f"{name} is missing"
        left = (word.partition("=")[0] for word in error.unused_tokens or ())
        if unknown := [word for word in left if word.startswith("--") and word != name]:
            said = f"unknown option {unknown[0]}, and {said}"
        return f"{said}. {meant}{names}" if names.endswith("?") else said
    return text if text.endswith("...") else text.removesuffix(".")


def _name_help(error: cyclopts.CycloptsError) -> str:
    """Return the command whose help says what is right."""
    chain = [word for word in error.command_chain or () if word != "ringwall"]
    return " ".join(("ringwall", *chain, "--help"))


def _exit_code(result: Any) -> int:
    return result if isinstance(result, int) else 0

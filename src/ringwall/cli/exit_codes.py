"""Exit codes: what scripts and pipelines learn from a verb."""

from collections.abc import Mapping

from ringwall.jobs.outcome import JobOutcome

EXIT_CODES: Mapping[JobOutcome, int] = {"clean": 0, "findings": 1, "unknown": 2}
EXIT_BAD_USE = 64
EXIT_INTERRUPTED = 130
EXIT_CLOSED_PIPE = 141
EXIT_TERMINATED = 143
MEANINGS: Mapping[int, str] = {
    EXIT_CODES["clean"]: "nothing is wrong; what was asked for is done",
    EXIT_CODES[
        "findings"
    ]: "something is wrong: a rule fails, access is denied or open, a test fails",
    EXIT_CODES[
        "unknown"
    ]: "could not tell, or could not be done: not read, refused, no credentials",
    EXIT_BAD_USE: "bad use or bad input: an option, a name that there is not, a file",
    EXIT_INTERRUPTED: "interrupted by Ctrl-C; what was reported as done is kept",
    EXIT_CLOSED_PIPE: "the reader of the output went away before its end, as in `| head -1`",
    EXIT_TERMINATED: "ended by SIGTERM; what was reported as done is kept",
}
"""What each exit code means."""

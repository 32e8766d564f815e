"""Exit codes: what scripts and pipelines learn from a verb."""

from collections.abc import Mapping

from ringwall.jobs.outcome import JobOutcome

EXIT_CODES: Mapping[JobOutcome, int] = {"clean": 0, "findings": 1, "unknown": 2}
EXIT_BAD_USE = 64
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143

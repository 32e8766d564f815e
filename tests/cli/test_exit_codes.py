"""Exit codes: scripts rely on them, so they are fixed."""

from typing import get_args

from ringwall.cli import exit_codes
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.jobs.outcome import JobOutcome
from ringwall.model.errors import BadInput, RingwallError


def test_every_outcome_has_its_code() -> None:
    assert EXIT_CODES == {"clean": 0, "findings": 1, "unknown": 2}
    assert set(EXIT_CODES) == set(get_args(JobOutcome))


def test_errors_agree_with_outcomes() -> None:
    assert RingwallError.exit_code == EXIT_CODES["unknown"]
    assert BadInput.exit_code == exit_codes.EXIT_BAD_USE == 64
    assert exit_codes.EXIT_INTERRUPTED == 128 + 2
    assert exit_codes.EXIT_CLOSED_PIPE == 128 + 13
    assert exit_codes.EXIT_TERMINATED == 128 + 15


def test_every_code_has_its_meaning() -> None:
    named = {code for name, code in vars(exit_codes).items() if name.startswith("EXIT_B")}
    assert {*EXIT_CODES.values(), *named} <= set(exit_codes.MEANINGS)
    assert sorted(exit_codes.MEANINGS) == list(exit_codes.MEANINGS)

"""How a job ended."""

import pytest

from ringwall.jobs.outcome import JobOutcome, decide_outcome


@pytest.mark.parametrize(
    ("findings", "unknown", "outcome"),
    [
        (False, False, "clean"),
        ([], (), "clean"),
        (False, True, "unknown"),
        (0, ["a gap"], "unknown"),
        (True, False, "findings"),
        (["a finding"], ["a gap"], "findings"),
    ],
)
def test_findings_go_before_what_is_unknown(
    findings: object, unknown: object, outcome: JobOutcome
) -> None:
    assert decide_outcome(findings=findings, unknown=unknown) == outcome

"""Which part of a blueprint's plan is meant."""

from pathlib import Path

from ringwall.cli.choice_options import ChoiceOptions, make_request
from ringwall.jobs.blueprint.plan import PlanRequest


def test_options_become_a_request() -> None:
    file = Path("firm.yaml")
    assert make_request(file, None) == PlanRequest(file)
    choice = ChoiceOptions(
        "detection", ("s3,kms", "s3"), ("prod",), ("global",), prune=True, snapshot="2026"
    )
    assert make_request(file, choice) == PlanRequest(
        file, "2026", "detection", ("s3", "kms"), ("prod",), ("global",), prune=True
    )

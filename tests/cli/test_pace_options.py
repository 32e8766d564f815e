"""How a run goes: as its kind usually does, and as options say."""

import pytest

from ringwall.cli.pace_options import PaceOptions, find_run_options
from ringwall.jobs.plan import PlannedRun
from ringwall.model.change import Plan
from ringwall.model.errors import BadInput
from ringwall.model.run import RunOptions


@pytest.mark.parametrize(
    ("blueprint", "pace", "expected"),
    [
        ("", None, RunOptions(1)),
        ("", PaceOptions(3, keep_going=True), RunOptions(3, keep_going=True)),
        ("bank", None, RunOptions(8, keep_going=True)),
        ("bank", PaceOptions(stop_at_failure=True), RunOptions(8)),
        ("bank", PaceOptions(1), RunOptions(1, keep_going=True)),
    ],
)
def test_options_change_how_such_plans_usually_go(
    blueprint: str, pace: PaceOptions | None, expected: RunOptions
) -> None:
    assert find_run_options(PlannedRun(Plan(()), blueprint=blueprint), pace) == expected


def test_what_cannot_be_undone_is_accepted() -> None:
    planned = PlannedRun(Plan(()))
    assert find_run_options(planned, None, accept_irreversible=True).accept_irreversible


def test_a_run_does_not_both_stop_and_go_on() -> None:
    pace = PaceOptions(keep_going=True, stop_at_failure=True)
    with pytest.raises(BadInput, match="only one of the two"):
        find_run_options(PlannedRun(Plan(())), pace)

"""Options that say how a run goes: how much at a time, and how far after a failure."""

from dataclasses import dataclass

from cyclopts import Parameter

from ringwall.jobs.apply import choose_options
from ringwall.jobs.plan import PlannedRun
from ringwall.model.errors import BadInput
from ringwall.model.run import RunOptions


@Parameter(name="*")
@dataclass(frozen=True)
class PaceOptions:
    """How a run goes; as runs of its kind usually do without options."""

    parallel: int = 0
    """Changes that are made at a time: 1 for fixes and 8 for a blueprint, unless you say."""
    keep_going: bool = False
    """Go on with what does not depend on a change that failed: so always for a blueprint."""
    stop_at_failure: bool = False
    """Begin nothing more once a change has failed."""


def find_run_options(
    planned: PlannedRun, pace: PaceOptions | None, *, accept_irreversible: bool = False
) -> RunOptions:
    """Return how a plan is carried out; BadInput for options that cannot both be."""
    said = pace or PaceOptions()
    if said.keep_going and said.stop_at_failure:
        raise BadInput("--keep-going or --stop-at-failure: only one of the two")
    usual = choose_options(planned)
    return RunOptions(
        said.parallel or usual.parallel,
        (usual.keep_going or said.keep_going) and not said.stop_at_failure,
        accept_irreversible,
    )

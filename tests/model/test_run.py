"""A run has at least one change at a time, and not more than AWS and this machine bear."""

import pytest

from ringwall.model.errors import BadInput
from ringwall.model.run import MOST_PARALLEL, RunOptions


def test_as_many_at_a_time_as_can_be() -> None:
    assert RunOptions().parallel == 1
    assert RunOptions(MOST_PARALLEL).parallel == MOST_PARALLEL
    for parallel in (-1, 0, MOST_PARALLEL + 1):
        with pytest.raises(BadInput, match=f"{parallel} changes at a time: between 1 and 64"):
            RunOptions(parallel)

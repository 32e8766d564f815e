"""What is said of leases."""

from ringwall.model.errors import Locked
from ringwall.model.lease import FARTHEST, TERM, LeaseLost, tell_lost


def test_who_lost_its_leases_is_told_how_to_go_on() -> None:
    error = tell_lost("20261123T101500Z-aaaaaa")
    assert isinstance(error, LeaseLost | Locked)
    assert "`ringwall runs resume` goes on with it" in str(error)


def test_a_lease_that_was_renewed_is_not_too_far_ahead() -> None:
    assert FARTHEST >= TERM

"""Each error that a user sees has an exit code, and a failed call says how it failed."""

import inspect

import pytest

from ringwall.model import errors
from ringwall.model.errors import (
    AccessDenied,
    BadInput,
    CallFailed,
    NotInSource,
    RegionDisabled,
    RingwallError,
    Throttled,
)
from ringwall.model.status import STATUSES

FAMILY = [
    kind
    for kind in vars(errors).values()
    if inspect.isclass(kind) and issubclass(kind, RingwallError)
]


@pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__name__)
def test_what_was_put_in_wrong_exits_with_64_and_all_else_with_2(kind: type[RingwallError]) -> None:
    error = kind("what, where, and what to do")
    assert str(error) == "what, where, and what to do"
    assert error.exit_code == (64 if isinstance(error, BadInput) else 2)


@pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__name__)
def test_a_failed_call_has_a_status_that_coverage_knows(kind: type[RingwallError]) -> None:
    if issubclass(kind, CallFailed):
        assert kind("m").status in set(STATUSES) - {"ok"}


@pytest.mark.parametrize(
    ("kind", "status", "is_rejected"),
    [
        (CallFailed, "failed", False),
        (AccessDenied, "denied", True),
        (Throttled, "throttled", True),
        (RegionDisabled, "region_disabled", True),
        (NotInSource, "not_collected", False),
    ],
)
def test_a_refused_call_did_nothing(
    kind: type[CallFailed], status: str, *, is_rejected: bool
) -> None:
    error = kind("m", "Code")
    assert (error.code, error.status, error.is_rejected) == ("Code", status, is_rejected)


@pytest.mark.parametrize("is_rejected", [True, False])
def test_what_aws_said_outweighs_the_kind_of_the_error(is_rejected: bool) -> None:  # noqa: FBT001
    for kind in (CallFailed, Throttled):
        assert kind("m", "503", is_rejected=is_rejected).is_rejected is is_rejected
    assert Throttled("m").is_rejected
    assert not CallFailed("m").is_rejected


def test_who_may_not_ask_is_not_told_that_there_is_none() -> None:
    off = AccessDenied("Macie is not enabled.", "AccessDeniedException")
    denied = AccessDenied("x is not authorized to perform: y", "AccessDeniedException")
    codes = ("AccessDeniedException",)
    assert (off.is_one_of(codes), off.is_one_of(()), denied.is_one_of(codes)) == (
        True,
        False,
        False,
    )

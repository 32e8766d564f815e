"""What EventBridge calls the errors of targets, and which of them pass."""

import pytest

from ringwall.emulator.events.failures import find_failure


@pytest.mark.parametrize(
    ("code", "status", "expected", "is_passing"),
    [
        ("AccessDeniedException", 400, "NO_PERMISSIONS", False),
        ("ResourceNotFoundException", 404, "NO_RESOURCE", False),
        ("ThrottlingException", 400, "THROTTLING", True),
        ("TooManyRequestsException", 429, "THROTTLING", True),
        ("InternalFailure", 500, "ERROR_FROM_TARGET", True),
        ("UnknownOperationException", 501, "ERROR_FROM_TARGET", False),
        ("SomethingElse", 400, "ERROR_FROM_TARGET", False),
    ],
)
def test_errors_have_names(code: str, status: int, expected: str, is_passing: bool) -> None:  # noqa: FBT001
    failure = find_failure(code, "message", status)
    assert (failure.code, failure.message, failure.is_passing) == (expected, "message", is_passing)

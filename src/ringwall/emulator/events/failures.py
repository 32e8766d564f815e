"""Events that reached no target: a record of each, and the dead-letter queue.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

from dataclasses import dataclass

PERMANENT = {
    "AccessDenied": "NO_PERMISSIONS",
    "AccessDeniedException": "NO_PERMISSIONS",
    "AuthorizationError": "NO_PERMISSIONS",
    "NotFound": "NO_RESOURCE",
    "ResourceNotFoundException": "NO_RESOURCE",
    "AWS.SimpleQueueService.NonExistentQueue": "NO_RESOURCE",
    "QueueDoesNotExist": "NO_RESOURCE",
    "InvalidDocument": "NO_RESOURCE",
    "AutomationDefinitionNotFoundException": "NO_RESOURCE",
    "InvalidParameterValue": "INVALID_PARAMETER",
    "ValidationException": "INVALID_PARAMETER",
}
"""Errors of a target's service, and what EventBridge calls them."""
THROTTLED = 429
SERVER_FAULT = 500
NOT_EMULATED = 501


@dataclass(frozen=True)
class FailedDelivery:
    """An event that a target did not get."""

    source_arn: str
    """The rule, topic or function that had something to deliver."""
    target_arn: str
    code: str
    """As the attribute ERROR_CODE has it: `NO_PERMISSIONS`."""
    message: str
    event: str
    """The event as it was before it was transformed, JSON."""
    dead_letter_queue: str = ""
    """The queue that got it instead; '' if it was dropped."""


class TargetFailure(Exception):
    """Why a target did not get an event, as EventBridge calls it."""

    def __init__(self, code: str, message: str, *, is_passing: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.is_passing = is_passing
        """Whether EventBridge tries again."""


def find_failure(code: str, message: str, status: int) -> TargetFailure:
    """Return the failure that an error of a target's service is."""
    if status == THROTTLED or "Throttl" in code:
        return TargetFailure("THROTTLING", message, is_passing=True)
    if status >= SERVER_FAULT and status != NOT_EMULATED:
        return TargetFailure("ERROR_FROM_TARGET", message, is_passing=True)
    return TargetFailure(PERMANENT.get(code, "ERROR_FROM_TARGET"), message)

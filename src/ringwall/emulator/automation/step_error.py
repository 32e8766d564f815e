"""A step that fails: AWS's message, and the stage and type of the failure.

https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html
"""

from ringwall.emulator.automation.execution import AutomationStatus, StepFailure

GUIDE = "Please refer to Automation Service Troubleshooting Guide for more diagnosis details."
UNABLE = "The defined assume role is unable to be assumed."


UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, RecursionError, ArithmeticError)
"""What Python raises for a document whose values are of other types than they should be."""


class StepError(Exception):
    """A step cannot go on."""

    def __init__(
        self,
        reason: str,
        doing: str = "Execute/Cancelling action",
        *,
        stage: str = "Invocation",
        kind: str = "Action",
    ) -> None:
        text = f"Step fails when it is {doing}. {reason.rstrip('.')}. {GUIDE}"
        super().__init__(text)
        self.failure = StepFailure(text, stage, kind)
        self.status: AutomationStatus = "Failed"


class StepTimeout(StepError):
    """A step did not end in its time."""

    def __init__(self, doing: str = "Poll action status for completion") -> None:
        super().__init__("")
        self.failure = StepFailure(f"Step timed out while step is {doing}. {GUIDE}")
        self.status = "TimedOut"


def report_unreadable(error: Exception) -> StepError:
    """Return the error of a step whose values are of other types than they should be."""
    reason = f"A value cannot be read ({type(error).__name__}: {error})"
    return StepError(reason, kind="Internal")


def reject_inputs(reason: str) -> StepError:
    """Return the error of a step whose inputs are not what its action takes."""
    doing = "validating and resolving the step inputs"
    return StepError(reason, doing, stage="InputValidation")

"""How a job ended, for whoever acts on it: an exit code, a status page, an alarm."""

from typing import Literal

JobOutcome = Literal["clean", "findings", "unknown"]
"""Nothing is wrong; something is; nothing is known to be, but not everything could be decided."""


def decide_outcome(*, findings: object, unknown: object) -> JobOutcome:
    """Return the outcome: findings go before what is unknown. Both are taken as true or false."""
    if findings:
        return "findings"
    return "unknown" if unknown else "clean"

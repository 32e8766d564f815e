"""What policy variables stand for: the request gives their values.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from enum import Enum
from typing import Protocol


class NoValue(Enum):
    """Why a condition key has no value: the request does not have it, or it is not known."""

    MISSING = "missing"
    UNKNOWN = "unknown"


MISSING = NoValue.MISSING
UNKNOWN = NoValue.UNKNOWN


class VariableValues(Protocol):
    """Where the values of variables are looked up: the context of a request."""

    def variable(self, key: str, default: str | None) -> str | NoValue:
        """Return what `${key}` stands for; `default` is the one that the policy gives, if any."""
        ...

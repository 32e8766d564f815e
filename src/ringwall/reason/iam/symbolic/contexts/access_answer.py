"""The answer to a request over all contexts: allowed always, conditionally, never, or unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.evaluate import Decision

AccessVerdict = Literal["always", "conditional", "never", "unknown"]
"""Allowed in every context; in some contexts; in none; or it could not be determined."""
RANK: Mapping[AccessVerdict, int] = {"never": 0, "unknown": 1, "conditional": 2, "always": 3}
"""Verdicts from the narrowest to the widest."""


@dataclass(frozen=True)
class AccessAnswer:
    """Whether a request is allowed, over all contexts.

    `witness` is a context in which it is allowed. `residual` are the conditions of the statements
    that allow it in that context. `unknown` is what an unknown answer depends on.
    """

    verdict: AccessVerdict
    decision: Decision
    witness: Mapping[str, Values] = field(default_factory=dict)
    residual: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether the request is allowed in some context for certain."""
        return self.verdict in {"always", "conditional"}

    @property
    def rank(self) -> int:
        """How wide the answer is: the higher, the wider."""
        return RANK[self.verdict]

    @property
    def truth(self) -> bool | None:
        """Whether the request can be allowed at all; None where that is not known."""
        return None if self.verdict == "unknown" else self.verdict != "never"


NO_ACCESS = AccessAnswer("never", Decision("implicitly_denied"))
"""The answer to a request that nothing allows."""


def write_witness(witness: Mapping[str, Values] | None) -> dict[str, list[str]]:
    """Return a context as JSON; keys that are absent from it are left out."""
    return {key: list(values) for key, values in (witness or {}).items() if values}

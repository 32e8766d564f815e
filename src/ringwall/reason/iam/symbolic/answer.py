"""What the symbolic engine answers: a verdict, a request that proves it, and the statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ringwall.reason.iam.evaluation.requester import Requester

CheckVerdict = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True)
class Witness:
    """A request that shows the answer. Keys that policies mention and that are not here are absent.

    `requester` is None where no policy says who asks.
    """

    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    requester: Requester | None = None

    def __str__(self) -> str:
        """Return one line: who, action, resource, and the keys that are present."""
        who = f"{self.requester.name} " if self.requester else ""
        keys = ", ".join(f"{key}={'|'.join(values)}" for key, values in self.context.items())
        return f"{who}{self.action} {self.resource}{f' with {keys}' if keys else ''}"


@dataclass(frozen=True)
class CheckAnswer:
    """The answer to one question about policies.

    `pass`: proved for every request. `fail`: `witness` is a request that the concrete evaluator
    confirmed. `unknown`: neither, and `reason` says why. `statements` are those that decided the
    witness: what allows it, or what denies it in the other policy.
    """

    verdict: CheckVerdict
    witness: Witness | None = None
    statements: tuple[str, ...] = ()
    reason: str = ""


PASS = CheckAnswer("pass")

"""The answer to a question about all requests: a verdict, and a request that proves it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ringwall.reason.iam.evaluation.requester import Requester

CheckVerdict = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True)
class Witness:
    """A request that proves the answer. Keys of the policies that are not in `context` are absent.

    `requester` is None where the policies do not depend on it.
    """

    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    requester: Requester | None = None

    def __str__(self) -> str:
        """Return one line: requester, action, resource, and the keys that are present."""
        who = f"{self.requester.name} " if self.requester else ""
        keys = ", ".join(f"{key}={'|'.join(values)}" for key, values in self.context.items())
        return f"{who}{self.action} {self.resource}{f' with {keys}' if keys else ''}"


@dataclass(frozen=True)
class CheckAnswer:
    """The answer to one question about policies.

    `pass`: proved for every request. `fail`: proved by the request `witness`, which the evaluator
    confirms. `unknown`: neither, and `reason` says why. `statements` decide the witness: they allow
    it, or deny it in the other policy.
    """

    verdict: CheckVerdict
    witness: Witness | None = None
    statements: tuple[str, ...] = ()
    reason: str = ""


PASS = CheckAnswer("pass")

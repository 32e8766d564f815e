"""A policy as frozen values: statements, principals, patterns, conditions."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ringwall.reason.iam.language.document import NO_POSITION, SourcePosition
from ringwall.reason.iam.language.operators import Operator
from ringwall.reason.iam.language.pattern import complete_arn

Effect = Literal["Allow", "Deny"]
PolicyVersion = Literal["2008-10-17", "2012-10-17"]
PolicyType = Literal[
    "", "identity", "resource", "trust", "boundary", "session", "scp", "rcp", "endpoint"
]
"""What a policy is attached to, in AWS's terms; '' where that is not known.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#access_policy-types
"""
PrincipalType = Literal["AWS", "Service", "Federated", "CanonicalUser"]


@dataclass(frozen=True)
class Patterns:
    """Action or Resource (or, negated, NotAction or NotResource), as written.

    Actions are in lower case: their names are case-insensitive.
    """

    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class PrincipalName:
    """One entry of a Principal; everyone is `AWS` and `*`, however it was written."""

    kind: PrincipalType
    value: str

    @property
    def is_everyone(self) -> bool:
        """Whether it is `*`: everyone, also anonymous callers and AWS services."""
        return self.value == "*" and self.kind == "AWS"


@dataclass(frozen=True)
class Principals:
    """Principal (or, negated, NotPrincipal)."""

    names: tuple[PrincipalName, ...]
    negated: bool = False


@dataclass(frozen=True)
class Condition:
    """One line of a Condition: an operator, a context key in lower case, and the values."""

    operator: Operator
    key: str
    values: tuple[str, ...]
    position: SourcePosition = NO_POSITION


@dataclass(frozen=True)
class Statement:
    """One statement. All conditions must hold; `resource` and `principal` may be left out."""

    effect: Effect
    action: Patterns
    resource: Patterns | None = None
    principal: Principals | None = None
    conditions: tuple[Condition, ...] = ()
    sid: str = ""
    index: int = 0
    """Position in the policy, from 0."""
    position: SourcePosition = NO_POSITION
    variables: bool = True
    """Whether `${...}` is replaced: only with Version 2012-10-17."""

    @cached_property
    def resource_values(self) -> tuple[str, ...]:
        """The patterns of Resource or NotResource as AWS reads them: incomplete ARNs completed."""
        if self.resource is None or self.principal is not None:
            return () if self.resource is None else self.resource.values
        return tuple(map(complete_arn, self.resource.values))


@dataclass(frozen=True)
class Policy:
    """One policy document; `name` says where it came from (a file, an ARN)."""

    statements: tuple[Statement, ...]
    version: PolicyVersion = "2008-10-17"
    id: str = ""
    name: str = ""
    policy_type: PolicyType = ""

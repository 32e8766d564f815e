"""Who makes a request: what is known of the caller, and the policies that grant it access."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import Policies
from ringwall.reason.iam.evaluation.requester import Requester
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.context_keys import close_principal, describe_principal


@dataclass(frozen=True, eq=False)
class Caller:
    """A principal of the organization, an outsider, or any requester that a question names."""

    requester: Requester
    keys: Mapping[str, Any] = field(default_factory=dict)
    """The condition keys that follow from who it is."""
    closed: tuple[str, ...] = ()
    """How the keys begin of which it has no others."""
    shapes: Mapping[str, str] = field(default_factory=dict)
    """Patterns of keys whose values are not known: `{"aws:userid": "AROA1:*"}`."""
    principal: Principal | None = None
    """The user, role or root user whose identity policies and boundary count."""
    granted: Policies = ()
    """Identity policies beside those of the principal."""
    session: Policies = ()
    scp_levels: tuple[Policies, ...] = ()

    def policies_about(self, action: str, arn: str) -> Policies:
        """Return its identity policies that may say something about an action on an ARN."""
        if self.principal is None:
            return self.granted
        return self.granted + self.principal.policies_about(action, arn)

    @property
    def boundaries(self) -> Policies:
        """Its permissions boundary."""
        return self.principal.boundaries if self.principal else ()


def call_as(organization: Organization, principal: Principal) -> Caller:
    """Return a principal of the organization as a caller; a role stands for any session of it."""
    shapes = {}
    if principal.kind == "role" and principal.unique_id:
        # Of a session's id the part of the role is known, the session's name is not.
        shapes["aws:userid"] = f"{principal.unique_id}:*"
    return Caller(
        principal.requester,
        describe_principal(organization, principal),
        close_principal(principal),
        shapes,
        principal,
        scp_levels=organization.account(principal.account_id).scp_levels,
    )


@cache
def allow_everything() -> CompiledPolicy:
    """Return a policy that allows everything: for a caller whose own policies are not known."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": statement}))

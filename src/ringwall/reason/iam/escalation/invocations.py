"""Whether a Lambda function is invoked: by what its policies let invoke it, or by a principal.

Event source mappings are not collected: a function that only they invoke counts as not invoked.
"""

from functools import cached_property

from ringwall.reason.iam.organization.model import Organization

_INVOKE = "lambda:invokefunction"
_FIELDS = 7
"""Fields of a function's ARN; an alias or a version has one more."""


class Invocations:
    """Tells of the functions of one organization whether anything is known to invoke them."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization

    def is_invoked(self, function: str, account: str) -> bool:
        """Whether a policy of a function, or of a principal in its account, allows to invoke it."""
        return function in self._triggered or any(
            policy.may_grant(_INVOKE, function)
            for principal in self._organization.by_account.get(account, ())
            for policy in principal.attached
            if policy.compiled
        )

    @cached_property
    def _triggered(self) -> frozenset[str]:
        """The functions that their policies, or those of their aliases, let something invoke."""
        return frozenset(
            ":".join(resource.arn.split(":")[:_FIELDS])
            for resource in self._organization.resources.values()
            if resource.table in {"lambda_function", "lambda_alias"}
            for policy in resource.policies
            if policy and any(not s.is_denial for s in policy.statements_about(_INVOKE))
        )

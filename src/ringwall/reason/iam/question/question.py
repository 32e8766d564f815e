"""One question: may a caller do an action to a resource, under all policies that apply.

It is put together once, with everything that follows from the organization, and then decided: as
one concrete request, or over all contexts that agree with what is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ringwall.reason.iam.evaluation.combined_decision import combine_decisions
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.access_point import pass_through
from ringwall.reason.iam.question.caller import Caller, call_as
from ringwall.reason.iam.question.context_keys import describe_time
from ringwall.reason.iam.question.protection import find_protection
from ringwall.reason.iam.question.target_resource import TargetResource, find_target
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest
from ringwall.reason.iam.symbolic.contexts.decide import decide_request
from ringwall.reason.iam.symbolic.contexts.open_keys import Admits


@dataclass(frozen=True, eq=False)
class AccessQuestion:
    """One caller, action and resource, with the context that is known."""

    caller: Caller
    action: str
    target: TargetResource
    context: Mapping[str, Any] = field(default_factory=dict)
    """Keys that are known beside those that follow from the organization; they replace these."""
    is_complete: bool = False
    """Whether the request has no other keys than are known."""

    def decide(self) -> Decision:
        """Return the decision on the one request that the known keys describe."""
        return combine_decisions(bound.decide() for bound in self.asked)

    def decide_over_contexts(self, admits: Admits = lambda *_: True) -> AccessAnswer:
        """Return whether it is allowed always, conditionally or never.

        `admits` says which values open keys may have.
        """
        return decide_request(self.asked, admits)

    @cached_property
    def asked(self) -> tuple[BoundRequest, ...]:
        """The requests that it comes to, with their policies: through an access point two."""
        bound = self._bind(self.target)
        behind = self.target.behind(self.action)
        if behind is None or self.target.resource is None:
            return (bound,)
        return pass_through(self.target.resource, bound, self._bind(behind))

    @property
    def request(self) -> Request:
        """The request to the resource itself."""
        return self.asked[0].request

    def _bind(self, target: TargetResource) -> BoundRequest:
        """Return the request for a target, and the policies that apply to it."""
        caller = self.caller
        request = make_request(
            caller.requester,
            self.action,
            target.arn,
            {
                **describe_time(target.organization),
                **caller.keys,
                **target.keys_about(self.action),
                **self.context,
            },
            resource_account=target.owner,
            management_account=target.organization.management_account,
            is_complete=self.is_complete,
            closed=(*caller.closed, *target.closed_keys),
        )
        owner = target.organization.account(request.resource_account or "")
        policy_set = PolicySet(
            identity=caller.policies_about(request.action, request.resource),
            boundaries=caller.boundaries,
            session=caller.session,
            scp_levels=caller.scp_levels,
            resource=target.policies_for(request.service) + self._find_protection(target),
            sharing=target.sharing,
            rcp_levels=owner.rcp_levels,
            restricts_public=target.guard.restricts_public if target.guard else False,
        )
        if caller.shapes or target.made_in:
            account = target.made_in or request.resource_account
            request = replace(request, resource_account=account, shapes=caller.shapes)
        return BoundRequest(request, policy_set)

    def _find_protection(self, target: TargetResource) -> Policies:
        """Return what AWS denies everybody but itself."""
        if self.caller.requester.is_service_linked:
            return ()
        return find_protection(target.arn, target.resource)


def make_question(
    organization: Organization,
    principal: Principal,
    action: str,
    arn: str,
    context: Mapping[str, Any] | None = None,
) -> AccessQuestion:
    """Return the question whether a principal of the organization may do an action to an ARN."""
    target = find_target(organization, arn)
    return AccessQuestion(call_as(organization, principal), action, target, context or {})

"""Whether a request is allowed: AWS's policy evaluation logic, in the order of its pages.

[logic] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
[within] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
[across] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
[scp] https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
[rcp] https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
[key] https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
[grant] https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
[endpoint] https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html

Answers have three values: what depends on something unknown is unknown, and nothing else is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ringwall.reason.iam.evaluation.applicability import (
    is_bound_by_rcp,
    is_bound_by_scp,
    is_refused_to_caller,
    needs_no_permission,
    needs_resource_policy,
    uses_endpoint,
)
from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.evaluation.policy_set import (
    Policies,
    PolicySet,
    PolicyTypeResult,
    evaluate_policies,
)
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.evaluation.resource_policies import evaluate_resource_policies
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.language.ternary import Ternary, all_of, any_of

DecisionVerdict = Literal["allowed", "explicitly_denied", "implicitly_denied", "unknown"]


@dataclass(frozen=True)
class DecidingStatement:
    """A statement that decides a request, and the type of its policy."""

    policy_type: PolicyType
    statement: CompiledStatement

    def __str__(self) -> str:
        """Return type, policy and statement: `scp guard.json[2] DenyLeave (4:5)`."""
        policy, found = self.statement.policy, self.statement.statement
        name = f"{self.policy_type} {policy.name}[{found.index}]"
        sid = f" {found.sid}" if found.sid else ""
        return f"{name}{sid} ({found.position})" if found.position.line else f"{name}{sid}"


@dataclass(frozen=True)
class Decision:
    """The answer to a request.

    `policy_type` is the type that denied it or did not allow it, `caller` where AWS refuses the
    action to such a requester, '' where it is allowed or unknown. `statements` are those that
    denied or, together, allowed it. `unknown` lists what an unknown answer depends on, `doubtful`
    the statements of which it is not known whether they apply.
    """

    verdict: DecisionVerdict
    policy_type: PolicyType | Literal["caller"] = ""
    statements: tuple[DecidingStatement, ...] = ()
    unknown: tuple[str, ...] = ()
    doubtful: tuple[DecidingStatement, ...] = ()


def evaluate(request: Request, policy_set: PolicySet) -> Decision:
    """Return the decision on a request under all policies that apply to it.

    An explicit deny in any policy wins; without an allow the request is denied [logic]. Where
    nothing allows the request, an explicit deny that is not certain changes nothing.
    """
    if needs_no_permission(request):
        return Decision("allowed")
    if is_refused_to_caller(request):
        return Decision("implicitly_denied", "caller")
    evaluation = _Evaluation(request, policy_set)
    denied = any_of(result.denied for result in evaluation.all)
    if denied:
        denials = tuple(
            DecidingStatement(t.policy_type, s) for t in evaluation.all for s in t.denying
        )
        return Decision("explicitly_denied", denials[0].policy_type, denials)
    allowed = evaluation.is_allowed
    if allowed is False:
        return Decision("implicitly_denied", evaluation.find_block())
    if allowed and denied is False:
        return Decision("allowed", "", tuple(evaluation.find_grants()))
    questions = tuple(dict.fromkeys(evaluation.find_questions()))
    doubtful = tuple(
        DecidingStatement(result.policy_type, found)
        for result in evaluation.all
        for found in result.doubtful
    )
    return Decision("unknown", unknown=questions, doubtful=doubtful)


class _Evaluation:
    """The results of every policy type that applies to the request."""

    def __init__(self, request: Request, policy_set: PolicySet) -> None:
        self.request = request
        requester = request.requester
        # The root user has no identity policies, boundary or session: it has full access [within].
        own = requester.has_identity and requester.kind != "root"
        boundaries = policy_set.boundaries if own else ()
        session = policy_set.session if own else ()
        scps = policy_set.scp_levels if is_bound_by_scp(request) else ()
        rcps = policy_set.rcp_levels if policy_set.rcp_levels and is_bound_by_rcp(request) else ()
        self.is_by_endpoint = uses_endpoint(request) if policy_set.endpoint else False
        endpoint = policy_set.endpoint if self.is_by_endpoint is not False else ()

        def count(policy_type: PolicyType, policies: Policies) -> PolicyTypeResult:
            return evaluate_policies(policy_type, policies, request)

        self.identity = count("identity", policy_set.identity if own else ())
        self.boundaries = [count("boundary", (policy,)) for policy in boundaries]
        self.sessions = [count("session", session)] if session else []
        self.scps = [count("scp", level) for level in scps]
        self.rcps = [evaluate_policies("rcp", level, request, by_principal=True) for level in rcps]
        self.endpoints = (
            [evaluate_policies("endpoint", endpoint, request, by_principal=True)]
            if endpoint
            else []
        )
        self.shared = policy_set.sharing
        self.resource = evaluate_resource_policies(
            request, policy_set, has_boundary=bool(boundaries)
        )

    @property
    def all(self) -> tuple[PolicyTypeResult, ...]:
        """The result of every policy type, in the order in which a denial is reported."""
        return (
            *(*self.scps, *self.rcps, *self.endpoints),
            *(self.resource, self.identity, *self.boundaries, *self.sessions),
        )

    @property
    def is_allowed(self) -> Ternary:
        """Whether the policies together allow the request, denials aside."""
        match self.request.is_same_account:
            case True:
                granted = self.granted_within
            case False:
                granted = self.granted_across
            case None:
                # Whose the resource is is not known: it matters only where the answers differ.
                answers = {self.granted_within, self.granted_across}
                granted = answers.pop() if len(answers) == 1 else None
        return all_of((granted, self.passes_scps, self.passes_endpoint))

    @property
    def granted_within(self) -> Ternary:
        """Whether it is granted within one account [within].

        A grant to the user, to the session or to everyone is enough alone. A grant to the role is
        limited by an implicit deny in a boundary or session policy. A grant to the account leaves
        the decision to identity policies, which need no such grant but for KMS keys [key] and for
        trust policies.
        """
        resource = self.resource.grants
        limits = all_of((self.passes_boundaries, self.passes_sessions))
        identity = self.granted_by_identity
        if needs_resource_policy(self.request):
            identity = all_of((identity, resource.any))
        return any_of((resource.direct, all_of((resource.role, limits)), identity))

    @property
    def granted_across(self) -> Ternary:
        """Whether both accounts grant it: the requester's and the resource owner's [across].

        A requester that belongs to no account (an AWS service, an anonymous caller, an external
        identity) needs only the owner's grant. A KMS grant is enough alone: service-linked roles
        have no other permissions for KMS [grant].
        """
        if not self.request.requester.has_identity:
            return self.resource.grants.any
        granted = all_of((self.granted_by_identity, self.resource.grants.any))
        if self.request.service != "kms" or not self.shared:
            return granted
        limits = all_of((self.passes_boundaries, self.passes_sessions))
        by_grant = evaluate_policies(
            "resource", self.shared, self.request, by_principal=True
        ).grants
        return any_of((granted, by_grant.direct, all_of((by_grant.role, limits))))

    @property
    def granted_by_identity(self) -> Ternary:
        """Whether identity policies grant it within the boundary and the session policies.

        A federated user without a session policy has no permissions of its own:
        https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
        """
        kind = self.request.requester.kind
        if kind == "root":
            return True
        if kind == "federated_user" and not self.sessions:
            return False
        limits = (self.passes_boundaries, self.passes_sessions)
        return all_of((self.identity.allowed, *limits))

    @property
    def passes_boundaries(self) -> Ternary:
        """Whether every boundary allows it; an entity has at most one."""
        return all_of(result.allowed for result in self.boundaries)

    @property
    def passes_sessions(self) -> Ternary:
        """Whether the session policies allow it, or none was passed."""
        return all_of(result.allowed for result in self.sessions)

    @property
    def passes_scps(self) -> Ternary:
        """Whether every level allows it, from the root to the account [scp].

        RCPs need not allow: RCPFullAWSAccess is attached everywhere and cannot be detached [rcp].
        """
        return all_of(result.allowed for result in self.scps)

    @property
    def passes_endpoint(self) -> Ternary:
        """Whether the endpoint's policy allows it, if the request uses the endpoint [endpoint]."""
        if not self.endpoints:
            return True
        return any_of((self.endpoints[0].allowed, None if self.is_by_endpoint is None else False))

    def find_block(self) -> PolicyType:
        """Return the policy type that does not allow a request that none denies."""
        has_grant = self.identity.allowed or self.request.requester.kind == "root"
        has_role_grant = self.resource.grants.role and self.request.is_same_account
        candidates: tuple[tuple[PolicyType, bool], ...] = (
            ("scp", self.passes_scps is False),
            ("endpoint", self.passes_endpoint is False),
            ("boundary", bool(has_grant or has_role_grant) and self.passes_boundaries is False),
            ("session", bool(has_grant or has_role_grant) and self.passes_sessions is False),
            ("identity", self.request.requester.has_identity and not has_grant),
        )
        return next((policy_type for policy_type, blocks in candidates if blocks), "resource")

    def find_grants(self) -> Iterator[DecidingStatement]:
        """Yield the statements that together allow the request."""
        for result in (self.identity, self.resource):
            yield from (DecidingStatement(result.policy_type, found) for found in result.granting)

    def find_questions(self) -> Iterator[str]:
        """Yield what must be known to decide."""
        if self.request.is_same_account is None and self.granted_within != self.granted_across:
            yield "the account that owns the resource"
        if self.is_by_endpoint is None:
            yield "whether the request goes through the endpoint"
        for result in self.all:
            yield from result.unread
            for found in result.doubtful:
                for question in found.open_questions(self.request):
                    yield f"{DecidingStatement(result.policy_type, found)}: {question}"

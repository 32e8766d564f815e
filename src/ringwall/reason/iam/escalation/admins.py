"""Who is an administrator already: everything is allowed, as far as SCPs allow anything.

An administrator's policies are not looked for by their text. A number of requests is put to the
evaluator that, taken together, make an account one's own: writing IAM, running code as any role,
reading data.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ringwall.model.partition import home_region
from ringwall.reason.iam.evaluation.policy_set import PolicySet, describe_unread
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import allow_everything, call_as
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.symbolic.contexts.access_answer import NO_ACCESS, AccessAnswer
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest
from ringwall.reason.iam.symbolic.contexts.decide import decide_request, decide_session

PROBES: tuple[tuple[str, str], ...] = (
    ("iam:CreateUser", "arn:{p}:iam::{a}:user/ringwall-probe"),
    ("iam:AttachUserPolicy", "arn:{p}:iam::{a}:user/ringwall-probe"),
    ("iam:PutRolePolicy", "arn:{p}:iam::{a}:role/ringwall-probe"),
    ("iam:CreatePolicyVersion", "arn:{p}:iam::{a}:policy/ringwall-probe"),
    ("iam:PassRole", "arn:{p}:iam::{a}:role/ringwall-probe"),
    ("ec2:RunInstances", "arn:{p}:ec2:{r}:{a}:instance/ringwall-probe"),
    ("lambda:UpdateFunctionCode", "arn:{p}:lambda:{r}:{a}:function:ringwall-probe"),
    ("cloudformation:CreateStack", "arn:{p}:cloudformation:{r}:{a}:stack/ringwall-probe/1"),
    ("s3:GetObject", "arn:{p}:s3:::ringwall-probe/x"),
    ("dynamodb:Scan", "arn:{p}:dynamodb:{r}:{a}:table/ringwall-probe"),
    ("secretsmanager:GetSecretValue", "arn:{p}:secretsmanager:{r}:{a}:secret:ringwall-probe"),
)
"""Actions and resources that only an administrator may have all of."""
_PROBED = tuple(action.lower() for action, _ in PROBES)
MAX_POWERS = 8
"""Managed policies that are tried where one is attached."""


@dataclass(frozen=True)
class Power:
    """Whether a principal is an administrator, and by which statements."""

    access: AccessAnswer

    @property
    def is_admin(self) -> bool | None:
        """Whether it is one, on some conditions at least; None where that is not known."""
        verdict = self.access.verdict
        return None if verdict == "unknown" else verdict != "never"


def judge_power(organization: Organization, principal: Principal) -> Power:
    """Return whether a principal is an administrator of its account."""
    if not all(any(p.may_do(action) for p in principal.attached) for action in _PROBED):
        return Power(NO_ACCESS)
    granted = decide_session(map(_without_scps, _probes(organization, principal)))
    if granted.is_possible:
        left = _is_left(_probes(organization, principal))
        if left is None:
            granted = replace(granted, verdict="unknown", unknown=(describe_unread("scp"),))
        elif not left:
            granted = replace(granted, verdict="never")
    return Power(granted)


def can_become_admin(organization: Organization, principal: Principal) -> bool | None:
    """Whether a principal would be an administrator if it were given every permission.

    A permissions boundary, SCPs and its own denials limit it whatever is attached to it.
    """
    asked = [_with_everything(bound) for bound in _probes(organization, principal)]
    within = decide_session(map(_without_scps, asked))
    if within.verdict in {"never", "unknown"}:
        return None if within.verdict == "unknown" else False
    return _is_left(asked)


def name_powers(partition: str) -> tuple[str, str]:
    """Return AWS's managed policies that make an administrator, at once or with one step more."""
    names = ("AdministratorAccess", "IAMFullAccess")
    first, second = (f"arn:{partition}:iam::aws:policy/{name}" for name in names)
    return first, second


def find_powers(organization: Organization, account: str, partition: str) -> tuple[str, ...]:
    """Return managed policies that make an administrator of a principal, AWS's first."""
    found = list(name_powers(partition))
    holder = Principal(f"arn:{partition}:iam::{account}:user/holder", account, "user")
    for (owner, arn), policy in organization.managed.items():
        if owner == account and arn not in found and len(found) < MAX_POWERS:
            power = judge_power(organization, replace(holder, attached=(policy,)))
            if power.is_admin:
                found.append(arn)
    return tuple(found)


def _probes(organization: Organization, principal: Principal) -> Iterator[BoundRequest]:
    """Yield the requests of PROBES under the principal's own policies and SCPs alone."""
    account, partition = principal.account_id, principal.partition
    caller = call_as(organization, principal)
    policy_set = PolicySet(
        principal.policies, boundaries=principal.boundaries, scp_levels=caller.scp_levels
    )
    for action, template in PROBES:
        arn = template.format(a=account, p=partition, r=home_region(partition))
        target = replace(find_target(organization, arn), made_in=account)
        yield BoundRequest(AccessQuestion(caller, action, target).request, policy_set)


def _without_scps(bound: BoundRequest) -> BoundRequest:
    return bound._replace(policy_set=replace(bound.policy_set, scp_levels=()))


def _with_everything(bound: BoundRequest) -> BoundRequest:
    identity = (allow_everything(), *bound.policy_set.identity)
    return bound._replace(policy_set=replace(bound.policy_set, identity=identity))


def _is_left(asked: Iterable[BoundRequest]) -> bool | None:
    """Return whether SCPs leave any of the requests to a principal with every permission."""
    everything = (allow_everything(),)
    is_open = False
    for bound in asked:
        alone = PolicySet(everything, scp_levels=bound.policy_set.scp_levels)
        found = decide_request((bound._replace(policy_set=alone),))
        if found.is_possible:
            return True
        is_open |= found.verdict == "unknown"
    return None if is_open else False

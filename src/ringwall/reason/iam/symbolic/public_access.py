"""Public access: whether a resource's policy allows a request that nothing in it names.

What names a request, `evaluation.public` says. The check is that of Access Analyzer:
https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html
"""

import re
from collections.abc import Iterator

from ringwall.model.errors import BadInput
from ringwall.reason.iam.evaluation.public import (
    PublicLimits,
    limits_on_everyone,
    limits_on_identities,
)
from ringwall.reason.iam.language.policy import Policy, Statement
from ringwall.reason.iam.symbolic.boxes.box import Box
from ringwall.reason.iam.symbolic.boxes.key_axis import KeyAxis, KeyTest
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion
from ringwall.reason.iam.symbolic.boxes.space import PRINCIPAL, RequestSpace
from ringwall.reason.iam.symbolic.check_answer import CheckAnswer
from ringwall.reason.iam.symbolic.external_requests import ExternalKind, list_external_kinds
from ringwall.reason.iam.symbolic.questions import answer_question, require_principal

RESOURCE_TYPE = re.compile(r"AWS::\w+::\w+")
_TRUST_POLICIES = frozenset({"AWS::IAM::AssumeRolePolicyDocument", "AWS::IAM::Role"})


def check_no_public_access(policy: Policy, resource_type: str) -> CheckAnswer:
    """Return pass where a resource's policy allows no public access.

    A type is written as in CloudFormation; a role's trust policy is
    AWS::IAM::AssumeRolePolicyDocument. Raises BadInput where it is not a type, or where the policy
    has no Principal.
    """
    if not RESOURCE_TYPE.fullmatch(resource_type):
        raise BadInput(f"{resource_type!r} is not a resource type; use one such as AWS::S3::Bucket")
    require_principal(policy)
    answer = _check(policy, resource_type, in_full=True)
    return answer if answer.verdict != "unknown" else _check(policy, resource_type, in_full=False)


def _check(policy: Policy, resource_type: str, *, in_full: bool) -> CheckAnswer:
    is_trust = resource_type in _TRUST_POLICIES
    described = [
        (kind, kind.describe(policy, is_trust=is_trust, in_full=in_full))
        for kind in list_external_kinds(policy, is_trust=is_trust)
    ]

    def region(space: RequestSpace) -> list[Box]:
        return [
            box
            for kind, statement in described
            for box in _find_public(space, kind, statement, policy, resource_type)
        ]

    axes = tuple(statement for _, statement in described)
    return answer_question(CheckQuestion(policy, region=region, axes=axes, by_principal=True))


def _find_public(
    space: RequestSpace,
    kind: ExternalKind,
    statement: Statement,
    policy: Policy,
    resource_type: str,
) -> Iterator[Box]:
    """Yield the requests of a kind that nothing names: no limiting key has a fixed value."""
    limits = _limits_on(kind, resource_type)
    principals = space.principals
    if limits is None or principals is None:
        return
    open_atoms = {
        space.at(key): _find_open_atoms(axis, policy, limits)
        for key, axis in space.keys.items()
        if limits.covers(key)
    }
    for at, requester in enumerate(principals.requesters):
        is_named = not principals.external >> at & 1
        if not kind.includes(requester, is_named=is_named):
            continue
        for box in space.boxes_of(statement).high:
            masks = [mask & open_atoms.get(axis, mask) for axis, mask in enumerate(box)]
            masks[PRINCIPAL] &= 1 << at
            if all(masks):
                yield tuple(masks)


def _limits_on(kind: ExternalKind, resource_type: str) -> PublicLimits | None:
    """Return what limits a kind of requester; None where the policy names it."""
    if kind.provider:
        return limits_on_identities(kind.provider, resource_type)
    return limits_on_everyone(resource_type)


def _find_open_atoms(axis: KeyAxis, policy: Policy, limits: PublicLimits) -> int:
    """Return the atoms of a limiting key that have none of the policy's fixed values."""
    fixed = 0
    for statement in policy.statements:
        for condition in statement.conditions:
            if condition.key != axis.key:
                continue
            operator, values = condition.operator, condition.values
            test = KeyTest(operator, values, statement.variables and operator.takes_variables)
            fixed |= axis.match(test, limits.fixed_values(axis.key, operator, values))
            if operator.family == "bool":
                fixed |= axis.truth  # also where a condition asks for false
    return axis.without(fixed)

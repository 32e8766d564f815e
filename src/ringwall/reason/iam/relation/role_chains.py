"""Role chains: who can assume which role, in one step or over several, across accounts."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import UnreadPolicy
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import call_as
from ringwall.reason.iam.question.named_principals import find_named
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import TargetResource, find_target
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer
from ringwall.reason.iam.symbolic.contexts.decide import decide_request

ASSUME = "sts:AssumeRole"
_ASSUME = ASSUME.lower()
_PASSING: Mapping[str, tuple[str, ...]] = {
    "sts:TagSession": ("aws:requesttag/", "aws:tagkeys", "sts:transitivetagkeys"),
    "sts:SetSourceIdentity": ("sts:sourceidentity",),
}
"""Actions that assuming a role takes besides, with the keys of what is passed with it."""
_ACCOUNT = 4
_CERTAIN = frozenset({"always", "conditional"})


@dataclass(frozen=True)
class RoleStep:
    """One principal assumes a role; `access` is conditional where a condition must hold."""

    origin: str
    role: str
    access: AccessAnswer

    @property
    def is_cross_account(self) -> bool:
        """Whether it leads into another account."""
        return account_of(self.origin) != account_of(self.role)


def account_of(arn: str) -> str:
    """Return the account that an ARN names; '' where it names none, or is no ARN."""
    fields = arn.split(":", _ACCOUNT + 1)
    return fields[_ACCOUNT] if len(fields) > _ACCOUNT else ""


def find_steps(
    organization: Organization,
    roles: Iterable[Principal] | None = None,
    principals: Mapping[str, Principal] | None = None,
) -> Iterator[RoleStep]:
    """Yield every step from a user, role or root user to a role that it can assume, or may.

    `principals` are others than the organization's, by the name that steps have as their origin.
    """
    chosen = organization.principals if principals is None else principals
    names = {id(principal): name for name, principal in chosen.items()}
    people: dict[str, list[Principal]] = {}
    for principal in chosen.values():
        if _is_able(principal):
            people.setdefault(principal.account_id, []).append(principal)
    able = {
        account: [p for p in found if any(map(_allows_to_assume, p.policies))]
        for account, found in people.items()
    }
    for role in organization.roles() if roles is None else roles:
        target = find_target(organization, role.arn)
        for principal in _candidates(people, role, able):
            if principal.arn == role.arn:
                continue
            access = _ask_to_assume(principal, target)
            if access.verdict != "never":
                yield RoleStep(names[id(principal)], role.arn, access)


def _ask_to_assume(principal: Principal, role: TargetResource) -> AccessAnswer:
    """Return whether a principal can assume a role.

    To pass session tags or a source identity takes an action of its own, which both policies must
    allow.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
    """
    caller = call_as(role.organization, principal)
    access = AccessQuestion(caller, ASSUME, role).decide_over_contexts()
    passed = {key for key, values in access.witness.items() if values}
    needed = [
        action for action, keys in _PASSING.items() if any(key.startswith(keys) for key in passed)
    ]
    if not needed:
        return access
    asked = [
        bound
        for action in (ASSUME, *needed)
        for bound in AccessQuestion(caller, action, role).asked
    ]
    absent = {key: () for key in passed if key.startswith(sum(_PASSING.values(), ()))}
    without = AccessQuestion(caller, ASSUME, role, absent).decide_over_contexts()
    return max(decide_request(asked), without, key=lambda found: found.rank)


def find_chains(
    origin: str, steps: Mapping[str, list[RoleStep]]
) -> dict[str, tuple[RoleStep, ...]]:
    """Return the shortest chain from a principal to each role it reaches; `steps` by origin.

    A chain of certain steps goes before a shorter one with a step that is unknown.
    """
    found: dict[str, tuple[RoleStep, ...]] = {}
    for verdicts in (_CERTAIN, _CERTAIN | {"unknown"}):
        for role, chain in _walk(origin, steps, verdicts):
            found.setdefault(role, chain)
    return found


def _walk(
    origin: str, steps: Mapping[str, list[RoleStep]], verdicts: frozenset[str]
) -> Iterator[tuple[str, tuple[RoleStep, ...]]]:
    """Yield the shortest chain to each role by steps of these verdicts."""
    seen = {origin}
    waiting: deque[tuple[str, tuple[RoleStep, ...]]] = deque([(origin, ())])
    while waiting:
        here, chain = waiting.popleft()
        for step in steps.get(here, ()):
            if step.role not in seen and step.access.verdict in verdicts:
                seen.add(step.role)
                waiting.append((step.role, (*chain, step)))
                yield step.role, (*chain, step)


def _is_able(principal: Principal) -> bool:
    """Whether a principal can assume a role at all.

    "You cannot call AssumeRole by using AWS account root user credentials":
    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    """
    return principal.kind != "root"


def _allows_to_assume(policy: CompiledPolicy | UnreadPolicy) -> bool:
    if not policy:
        return True  # one that was not collected may allow anything
    return any(not statement.is_denial for statement in policy.statements_about(_ASSUME))


def _candidates(
    people: Mapping[str, list[Principal]], role: Principal, able: Mapping[str, list[Principal]]
) -> Iterator[Principal]:
    """Yield the principals whom the role's trust policy may let assume it.

    `able` are those whose own policies allow them to assume some role.
    """
    policy = role.trust.compiled if role.trust else None
    if not policy:
        for found in people.values():
            yield from found
        return
    trusted = find_named((policy.statements_about(_ASSUME),), None)
    accounts = people if trusted.is_everyone else trusted.accounts
    for account in sorted(accounts):
        for principal in able.get(account, ()):
            if _may_assume(principal, role):
                yield principal
    # Within an account, trust in a principal suffices without a policy of its own.
    own = () if trusted.is_empty else people.get(role.account_id, ())
    able_here = able.get(role.account_id, ())
    for principal in own:
        if not trusted.includes(principal):
            continue
        if principal not in able_here or not _may_assume(principal, role):
            yield principal


def _may_assume(principal: Principal, role: Principal) -> bool:
    """Whether a policy of a principal's own may allow it to assume a role."""
    return any(policy.may_grant(_ASSUME, role.arn) for policy in principal.attached)

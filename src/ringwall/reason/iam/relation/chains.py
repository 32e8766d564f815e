"""Role chains: who can become which role, in one step or over several, across accounts."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.organization.question import ask, make_question, policies_for
from ringwall.reason.iam.relation.who_can import names_any
from ringwall.reason.iam.symbolic.contexts.decide import RANK, Access, Ask, decide_as_one

ASSUME = "sts:AssumeRole"
_ASSUME = ASSUME.lower()
_BRINGING: Mapping[str, tuple[str, ...]] = {
    "sts:TagSession": ("aws:requesttag/", "aws:tagkeys", "sts:transitivetagkeys"),
    "sts:SetSourceIdentity": ("sts:sourceidentity",),
}
"""What becoming a role takes besides, with the keys of what is brought along."""


@dataclass(frozen=True)
class Step:
    """One principal becomes a role; `access` is may where a condition must hold."""

    origin: str
    role: str
    access: Access

    @property
    def is_cross_account(self) -> bool:
        """Whether it leads into another account."""
        return account_of(self.origin) != account_of(self.role)


def account_of(arn: str) -> str:
    """Return the account that a principal's ARN names."""
    return arn.split(":", 5)[4]


def find_steps(
    organization: Organization, roles: Iterable[Principal] | None = None
) -> Iterator[Step]:
    """Yield every way from a user, role or root user to a role that it can assume, or may."""
    able = _who_assumes(organization)
    for role in organization.roles() if roles is None else roles:
        for principal in _candidates(organization, role, able):
            if principal.arn == role.arn:
                continue
            access = ask_to_assume(organization, principal, role)
            if access.verdict != "never":
                yield Step(principal.arn, role.arn, access)


def ask_to_assume(organization: Organization, principal: Principal, role: Principal) -> Access:
    """Return whether a principal can become a role.

    Who brings tags or a source identity along needs an action for that as well, of both policies.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
    """
    access = ask(organization, principal, ASSUME, role.arn)
    brought = {key for key, values in access.witness.items() if values}
    needed = [
        action for action, keys in _BRINGING.items() if any(key.startswith(keys) for key in brought)
    ]
    if not needed:
        return access
    asked = [_put(organization, principal, action, role) for action in (ASSUME, *needed)]
    absent = {key: () for key in brought if key.startswith(sum(_BRINGING.values(), ()))}
    without = ask(organization, principal, ASSUME, role.arn, absent)
    return max(decide_as_one(asked), without, key=lambda found: RANK[found.verdict])


def _put(organization: Organization, principal: Principal, action: str, role: Principal) -> Ask:
    request = make_question(organization, principal, action, role.arn)
    return request, policies_for(organization, principal, request)


def find_chains(origin: str, steps: Mapping[str, list[Step]]) -> dict[str, tuple[Step, ...]]:
    """Return the shortest chain from a principal to each role it reaches; `steps` by origin.

    A chain of certain steps goes before a shorter one with a step that cannot be told.
    """
    found: dict[str, tuple[Step, ...]] = {}
    for verdicts in (("must", "may"), ("must", "may", "unknown")):
        for role, chain in _walk(origin, steps, frozenset(verdicts)):
            found.setdefault(role, chain)
    return found


def _walk(
    origin: str, steps: Mapping[str, list[Step]], verdicts: frozenset[str]
) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Yield the shortest chain to each role by steps of these verdicts."""
    seen = {origin}
    waiting: deque[tuple[str, tuple[Step, ...]]] = deque([(origin, ())])
    while waiting:
        here, chain = waiting.popleft()
        for step in steps.get(here, ()):
            if step.role not in seen and step.access.verdict in verdicts:
                seen.add(step.role)
                waiting.append((step.role, (*chain, step)))
                yield step.role, (*chain, step)


def _who_assumes(organization: Organization) -> Mapping[str, list[Principal]]:
    """Return, by account, the principals whose own policies allow them to become any role."""
    found: dict[str, list[Principal]] = {}
    for principal in organization.principals.values():
        if is_able(principal) and any(map(_speaks, principal.policies)):
            found.setdefault(principal.account_id, []).append(principal)
    return found


def is_able(principal: Principal) -> bool:
    """Whether a principal can become a role at all.

    "You cannot call AssumeRole by using AWS account root user credentials":
    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    """
    return principal.kind != "root"


def _speaks(policy: CompiledPolicy | None) -> bool:
    if policy is None:
        return True  # one that was not collected may allow anything
    return any(not statement.is_denial for statement in policy.statements_about(_ASSUME))


@dataclass(frozen=True)
class _Trusted:
    """Whom a trust policy names: accounts, principals in person, or everybody."""

    accounts: frozenset[str]
    names: frozenset[str]
    is_everyone: bool


def _read_trust(trust: CompiledPolicy) -> _Trusted:
    elements = [
        statement.statement.principal
        for statement in trust.statements_about(_ASSUME)
        if not statement.is_denial and statement.statement.principal
    ]
    names = {n.value for element in elements for n in element.names if n.kind == "AWS"}
    return _Trusted(
        frozenset(n if n.isdigit() else account_of(f"{n}:::::") for n in names),
        frozenset(names),
        any(e.negated or any(n.is_everyone for n in e.names) for e in elements),
    )


def _candidates(
    organization: Organization, role: Principal, able: Mapping[str, list[Principal]]
) -> Iterator[Principal]:
    """Yield the principals whom the role's trust policy may let in."""
    policy = role.trust.compiled if role.trust else None
    if policy is None:
        yield from filter(is_able, organization.principals.values())
        return
    trusted = _read_trust(policy)
    accounts = organization.by_account if trusted.is_everyone else trusted.accounts
    probe = make_question(organization, role, ASSUME, role.arn)
    for account in sorted(accounts):
        for principal in able.get(account, ()):
            if any(held.may_grant(probe) for held in principal.held):
                yield principal
    # Within an account, trust in a principal suffices without a policy of its own.
    own = organization.by_account.get(role.account_id, ())
    for principal in own if trusted.is_everyone or trusted.names else ():
        is_named = trusted.is_everyone or names_any(trusted.names, principal)
        is_seen = principal in able.get(role.account_id, ()) and any(
            held.may_grant(probe) for held in principal.held
        )
        if is_named and is_able(principal) and not is_seen:
            yield principal

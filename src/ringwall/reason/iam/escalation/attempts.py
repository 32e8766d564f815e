"""Attempts at a path: whose permissions it may gain, and what its placeholders stand for."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial

from ringwall.model.partition import home_region
from ringwall.reason.iam.escalation.admins import name_powers
from ringwall.reason.iam.escalation.denials import DENIALS
from ringwall.reason.iam.escalation.invocations import Invocations
from ringwall.reason.iam.escalation.paths import ROLE_CHAIN, EscalationPath, Rewrite, TargetKind
from ringwall.reason.iam.escalation.saml import find_saml_trusts
from ringwall.reason.iam.escalation.service_trust import ask_as_service
from ringwall.reason.iam.escalation.tags import depends_on_own_tags, depends_on_tags_of_others
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import IdentityKind, Organization, Principal
from ringwall.reason.iam.organization.workloads import Workload
from ringwall.reason.iam.relation.role_chains import account_of
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer

NEW = "ringwall-probe"
_REGION = 3
"""Field of an ARN."""
_NO_PROFILES = "the instance profiles of the role, which were not collected"

_NO_VERSIONS = "the permissions in other versions of the policy, which were not collected"


@dataclass(frozen=True)
class Attempt:
    """One attempt at a path by one principal."""

    values: Mapping[str, str]
    """What the placeholders stand for."""
    target: Principal | None = None
    """Whom it takes over; None where the principal itself gains."""
    group: str = ""
    """ARN of the group that the principal joins or changes."""
    becomes: Principal | None = None
    """The principal as it is then: a member of the group, or without what limited it."""
    change: str = ""
    """What makes it another: `in` a group, `without` a policy."""
    doubt: str = ""
    """What is not known of this attempt: whether such a workload exists."""
    trust: AccessAnswer | None = None
    """Whether the service that the role is passed to may assume it; None where it need not."""
    is_awaited: bool = False
    """Whether nothing is known to make happen what the path waits for."""
    guess: tuple[str, ...] = ()
    """Placeholders that stand for resources which were not collected."""
    is_unread: bool = False
    """Whether its target or group is one that was not collected: it may be an administrator."""


class AttemptFinder:
    """Finds the attempts at paths in one organization."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._invocations = Invocations(organization)
        self._ask_as_service = lru_cache(maxsize=None)(partial(ask_as_service, organization))
        # These are the same for every principal of an account.
        self._find_at_roles = lru_cache(maxsize=None)(self._read_at_roles)
        self._find_at_saml_roles = lru_cache(maxsize=None)(self._read_at_saml_roles)
        self._find_at_workloads = lru_cache(maxsize=None)(self._read_at_workloads)
        self._find_by: Mapping[
            TargetKind, Callable[[EscalationPath, Principal], Iterator[Attempt]]
        ] = {
            "new": lambda *_: iter((Attempt({}),)),
            "self": self._at_itself,
            "self_group": self._at_own_groups,
            "any_group": self._at_other_groups,
            "self_policy": self._at_own_policies,
            "self_version": self._at_own_versions,
            "role_version": self._at_versions_of_roles,
            "own_boundary_version": self._at_versions_of_own_boundary,
            "user": self._at_users,
            "role": self._at_roles,
            "role_policy": self._at_policies_of_roles,
            "workload": self._at_workloads,
            "self_boundary": self._at_own_boundary,
            "own_boundary_policy": self._at_policy_of_own_boundary,
            "saml_role": self._at_saml_roles,
            "replaced_saml_role": self._at_saml_roles,
            "absent_saml_role": self._at_saml_roles,
            "self_tags": self._at_own_tags,
            "tagged_role": self._at_tagged_roles,
            **dict.fromkeys(DENIALS, self._at_denials),
        }

    def find(
        self, path: EscalationPath, principal: Principal, settled: Container[str] = ()
    ) -> Iterator[Attempt]:
        """Yield every attempt of a principal at a path: targets are of its own account.

        `settled` are ARNs of targets that are left out.
        """
        if path.self_kind and path.self_kind != principal.kind:
            return
        common = _common_values(principal)
        for attempt in self._find_by[path.target](path, principal):
            if path.id == ROLE_CHAIN and not attempt.is_unread:
                continue  # `find_steps` has these
            if attempt.target is None or (
                attempt.target.arn != principal.arn and attempt.target.arn not in settled
            ):
                yield replace(attempt, values={**common, **attempt.values})

    def _at_itself(self, path: EscalationPath, _: Principal) -> Iterator[Attempt]:
        if path.gives == "admin":
            yield Attempt({})

    def _at_own_groups(self, _: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        for group in principal.groups:
            yield Attempt(_group_values(group), group=group)

    def _at_other_groups(self, _: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        if principal.kind != "user":
            return
        for group, policies in self._organization.groups.items():
            if account_of(group) == principal.account_id and group not in principal.groups:
                attached = (*principal.attached, *policies)
                groups = (*principal.groups, group)
                member = replace(principal, attached=attached, groups=groups)
                yield Attempt(
                    _group_values(group), group=group, becomes=member, change=f"in {group}"
                )

        if self._is_unread("iam_group", principal.account_id):
            group = f"arn:{principal.partition}:iam::{principal.account_id}:group/{NEW}"
            guess = ("group", "group_name")
            doubt = "the groups of the account, which were not all collected"
            values = _group_values(group)
            yield Attempt(values, group=group, doubt=doubt, guess=guess, is_unread=True)

    def _is_unread(self, table: str, account: str) -> bool:
        return (table, account) in self._organization.unlisted

    def _read_unread(self, kind: IdentityKind, account: str) -> Iterator[Attempt]:
        """Yield the attempt at a user or role that was not collected, if there may be one."""
        if self._is_unread(f"iam_{kind}", account):
            known = self._organization.by_account.get(account, ())
            partition = next((other.partition for other in known), "aws")
            yield _at_unread(f"arn:{partition}:iam::{account}:{kind}/{NEW}", kind)

    def _at_own_policies(self, _: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        for arn in customer_policies(principal):
            yield Attempt({"policy": arn})

    def _at_own_versions(self, _: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        return _attempt_versions(principal)

    def _at_versions_of_roles(
        self, path: EscalationPath, principal: Principal
    ) -> Iterator[Attempt]:
        for attempt in self._at_roles(path, principal):
            for version in _attempt_versions(attempt.target) if attempt.target else ():
                yield replace(
                    version, values={**attempt.values, **version.values}, target=attempt.target
                )

    def _at_users(self, _: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        for other in self._organization.by_account.get(principal.account_id, ()):
            if other.kind == "user":
                yield Attempt(_target_values(other), other)
        yield from self._read_unread("user", principal.account_id)

    def _at_roles(self, path: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        account = principal.account_id
        return iter(self._find_at_roles(account, path.service, takes_profile=path.takes_profile))

    def _read_at_roles(
        self, account: str, service: str, *, takes_profile: bool = False
    ) -> tuple[Attempt, ...]:
        found: list[Attempt] = []
        for role in self._organization.roles(account):
            trust = self._ask_as_service(role, service) if service else None
            # Only AWS changes and passes the roles that it made for a service.
            is_refused = trust is not None and trust.verdict == "never"
            if is_refused or role.requester.is_service_linked:
                continue
            attempt = Attempt(_target_values(role), role, trust=trust)
            if not takes_profile:
                found.append(attempt)
            elif role.instance_profiles is None:
                values = {**attempt.values, "profile_name": "$INSTANCE_PROFILE"}
                found.append(replace(attempt, values=values, doubt=_NO_PROFILES))
            elif role.instance_profiles:
                values = {**attempt.values, "profile_name": _name(role.instance_profiles[0])}
                found.append(replace(attempt, values=values))
        for attempt in self._read_unread("role", account):
            values = {**attempt.values, "profile_name": "$INSTANCE_PROFILE"}
            found.append(replace(attempt, values=values))
        return tuple(found)

    def _at_policies_of_roles(
        self, path: EscalationPath, principal: Principal
    ) -> Iterator[Attempt]:
        for attempt in self._at_roles(path, principal):
            for arn in customer_policies(attempt.target) if attempt.target else ():
                yield Attempt({**attempt.values, "policy": arn}, attempt.target)

    def _at_workloads(self, path: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        account = principal.account_id
        return iter(self._find_at_workloads(account, path.workload, path.service))

    def _read_at_workloads(self, account: str, table: str, service: str) -> tuple[Attempt, ...]:
        found: list[Attempt] = []
        known = self._workloads.get(table)
        for workload in (known or {}).get(account, ()):
            target = self._find_run_as(workload.role_arn, account)
            if role := target.target:
                values = {
                    "workload": workload.arn,
                    "workload_name": re.split("[/:]", workload.arn)[-1],
                    "region": workload.arn.split(":")[_REGION],
                }
                is_awaited = table == "lambda_function" and not self._invocations.is_invoked(
                    workload.arn, account
                )
                values |= _target_values(role)
                found.append(replace(target, values=values, is_awaited=is_awaited))
        if known is None or (table, account) in self._organization.unlisted:
            what = table.replace("_", " ")
            doubt = f"whether any {what} runs as the role, which was not collected"
            found.extend(
                replace(attempt, doubt=doubt, guess=(*attempt.guess, "workload", "workload_name"))
                for attempt in self._read_at_roles(account, service)
            )
        return tuple(found)

    def _find_run_as(self, role_arn: str, account: str) -> Attempt:
        """Return the attempt at the role that something runs as; without a target for none."""
        role = self._organization.principals.get(role_arn)
        if role is None and role_arn and self._is_unread("iam_role", account):
            return replace(_at_unread(role_arn, "role"), guess=())
        return Attempt({}, role)

    @cached_property
    def _workloads(self) -> Mapping[str, Mapping[str, list[Workload]]]:
        """The workloads by table and account."""
        found: dict[str, dict[str, list[Workload]]] = {}
        for table, workloads in self._organization.workloads.items():
            by_account = found.setdefault(table, {})
            for workload in workloads:
                by_account.setdefault(account_of(workload.arn), []).append(workload)
        return found

    def _at_saml_roles(self, path: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        return iter(self._find_at_saml_roles(principal.account_id, path.target))

    def _read_at_saml_roles(self, account: str, kind: TargetKind) -> tuple[Attempt, ...]:
        found = find_saml_trusts(self._organization, account, kind, NEW)
        return tuple(
            Attempt(
                {
                    **_target_values(saml.role),
                    "provider": saml.provider,
                    "provider_name": _name(saml.provider),
                },
                saml.role,
                trust=saml.trust,
                doubt=saml.doubt,
            )
            for saml in found
        )

    def _at_own_tags(self, _: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        if principal.tags is not None and depends_on_own_tags(self._organization, principal):
            yield Attempt({}, becomes=replace(principal, tags=None), change="with other tags")

    def _at_tagged_roles(self, path: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        return self._at_roles(path, principal) if depends_on_tags_of_others(principal) else iter(())

    def _at_denials(self, path: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        for values, becomes, what in DENIALS[path.target](self._organization, principal):
            yield Attempt(values, becomes=becomes, change=f"without {what}")

    def _at_own_boundary(self, _: EscalationPath, principal: Principal) -> Iterator[Attempt]:
        if principal.boundary is not None:
            yield _without_boundary(principal, {})

    def _at_policy_of_own_boundary(
        self, _: EscalationPath, principal: Principal
    ) -> Iterator[Attempt]:
        arn = principal.boundary.managed_arn if principal.boundary else ""
        if arn and account_of(arn) == principal.account_id:
            yield _without_boundary(principal, {"policy": arn})

    def _at_versions_of_own_boundary(
        self, _: EscalationPath, principal: Principal
    ) -> Iterator[Attempt]:
        boundary = principal.boundary
        if boundary and account_of(boundary.managed_arn or principal.arn) == principal.account_id:
            for values, other, change, doubt in _read_versions(boundary):
                freed = replace(principal, boundary=other)
                yield Attempt(values, becomes=freed, change=f"within {change}", doubt=doubt)


def find_rewritten(rewrite: Rewrite, attempt: Attempt) -> Iterator[Attempt]:
    """Yield the attempts in which a target is given permissions before a path takes it over."""
    target = attempt.target
    if target is None:
        return
    if rewrite.target in {"user", "role"}:
        if target.kind == rewrite.target:
            yield attempt
    elif rewrite.target == "policy":
        for arn in customer_policies(target):
            yield replace(attempt, values={**attempt.values, "policy": arn})
    else:
        for group in target.groups:
            yield replace(attempt, values={**attempt.values, **_group_values(group)})


def customer_policies(principal: Principal) -> Iterable[str]:
    """Return the ARNs of the customer managed policies of its account that a principal has."""
    arns = (policy.managed_arn for policy in principal.attached)
    return dict.fromkeys(arn for arn in arns if arn and account_of(arn) == principal.account_id)


def _attempt_versions(principal: Principal) -> Iterator[Attempt]:
    """Yield the attempts in which a principal has another version of one of its policies."""
    own = dict.fromkeys(customer_policies(principal))
    for policy in principal.attached:
        for values, other, change, doubt in (
            _read_versions(policy) if policy.managed_arn in own else ()
        ):
            attached = tuple(other if held is policy else held for held in principal.attached)
            becomes = replace(principal, attached=attached)
            yield Attempt(values, becomes=becomes, change=f"with {change}", doubt=doubt)


def _read_versions(
    policy: AttachedPolicy,
) -> Iterator[tuple[Mapping[str, str], AttachedPolicy, str, str]]:
    """Yield placeholders, the policy in another version, what that is called, and the doubt."""
    arn = policy.managed_arn
    if policy.versions is None:
        unknown = AttachedPolicy(None, f"other versions of {arn}", policy.kind, arn)
        values = {"policy": arn, "version": "$VERSION_ID"}
        yield values, unknown, f"another version of {arn}", _NO_VERSIONS
    for version, other in policy.find_versions():
        yield {"policy": arn, "version": version}, other, f"version {version} of {arn}", ""


def _common_values(principal: Principal) -> dict[str, str]:
    return {
        "self": principal.arn,
        "self_name": principal.name,
        "account": principal.account_id,
        "partition": principal.partition,
        "region": home_region(principal.partition),
        "new": NEW,
        "path": "/",
        "power": name_powers(principal.partition)[0],
    }


def _group_values(group: str) -> dict[str, str]:
    return {"group": group, "group_name": _name(group)}


def _target_values(principal: Principal) -> dict[str, str]:
    return {"target": principal.arn, "target_name": principal.name}


def _at_unread(arn: str, kind: IdentityKind) -> Attempt:
    """Return the attempt at a user or role of which nothing is known."""
    doubt = f"the {kind}s of the account, which were not all collected"
    target = Principal(arn, account_of(arn), kind, tags=None)
    guess = ("target", "target_name")
    return Attempt(_target_values(target), target, doubt=doubt, guess=guess, is_unread=True)


def _without_boundary(principal: Principal, values: Mapping[str, str]) -> Attempt:
    free = replace(principal, boundary=None)
    return Attempt(values, becomes=free, change="without its permissions boundary")


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]

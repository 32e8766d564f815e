"""Access from outside: who beyond its account reaches a resource, to do what, on which condition.

In the sense of IAM Access Analyzer's external access: only what guards the resource is judged (its
policy, its sharing, Block Public Access, RCPs, an access point's bucket); an outsider's own account
is taken to let him. Of an account of the own organization, its SCPs are counted.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.public import Limits
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.language.ternary import Ternary
from ringwall.reason.iam.language.variables import UNKNOWN, NoValue
from ringwall.reason.iam.organization.access_point import ask_through, policies_behind
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.organization.question import (
    allow_everything,
    closed_for,
    describe_resource,
    policies_for,
)
from ringwall.reason.iam.relation.open_values import OpenValues
from ringwall.reason.iam.relation.outsiders import (
    Origin,
    Outsider,
    find_outsiders,
    keep_out_insiders,
)
from ringwall.reason.iam.relation.samples import (
    Group,
    doubt_rest,
    group_actions,
    levels_of,
    sample_arns,
    spell_actions,
)
from ringwall.reason.iam.symbolic.contexts.decide import (
    RANK,
    Access,
    Admits,
    Ask,
    Modality,
    decide_as_one,
)

_BY_SAML = "sts:assumerolewithsaml"
_BY_IDENTITY = frozenset({_BY_SAML, "sts:assumerolewithwebidentity"})
EXTERNAL_ID = "sts:externalid"
_SHAPES = {"role": "AROA*:*", "session": "AROA*:*", "user": "AIDA*"}
"""Patterns of aws:userid: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"""


@dataclass(frozen=True)
class Exposure:
    """What one outsider may do to a resource, on the same conditions."""

    resource: Resource
    outsider: Outsider
    actions: tuple[str, ...]
    """As AWS spells them, sorted."""
    verdict: Modality
    residual: tuple[str, ...] = ()
    """Conditions that limit it."""
    witness: Mapping[str, Values] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    is_public: bool | None = False
    """Whether anybody gets in who is held to no fixed value."""
    is_confused_deputy: bool | None = False
    """Whether a service gets in on behalf of a stranger's resource."""
    needs_external_id: bool | None = False
    """Whether nothing is allowed without an external id."""

    @property
    def origin(self) -> Origin:
        """Where the outsider comes from."""
        return self.outsider.origin

    @property
    def levels(self) -> tuple[str, ...]:
        """The access levels of the actions."""
        return levels_of(self.actions)


def find_exposures(
    organization: Organization, resources: Iterable[Resource] | None = None
) -> Iterator[Exposure]:
    """Yield the access from outside to resources, or to all that there are."""
    for resource in organization.resources.values() if resources is None else resources:
        yield from expose(organization, resource)


def expose(
    organization: Organization, resource: Resource, only: tuple[str, ...] = ()
) -> Iterator[Exposure]:
    """Yield the access from outside to one resource, or to `only` these ARNs in it."""
    if is_surely_closed(organization, resource):
        return
    settings = organization.settings.get(resource.arn)
    held = (*resource.policies, *(settings.policies if settings else ()))
    if None in held or (resource.arn in organization.settings and settings is None):
        yield _not_collected(resource, restricts=settings.restricts_public if settings else None)
    policies = [policy for policy in held if policy is not None]
    behind = [p for p in policies_behind(organization, resource) if p is not None]
    granting = [s for policy in policies for s in policy.statements if not s.is_denial]
    seen: set[tuple[object, ...]] = set()
    statements = [s for policy in (*policies, *behind) for s in policy.statements]
    for outsider in find_outsiders(organization, resource, statements):
        for exposure in _Look(
            organization, resource, outsider, [*policies, *behind], granting, only=only
        ).exposures():
            # Strangers with an account and without one are both `*`.
            what = (
                outsider.label, exposure.actions, exposure.verdict, exposure.residual,
                exposure.is_public,
            )  # fmt: skip
            if what not in seen:
                seen.add(what)
                yield exposure


def is_surely_closed(organization: Organization, resource: Resource) -> bool:
    """Whether a glance at a policy shows that it names nobody but its own account.

    Most policies of an organization are of that kind: they are not even compiled.
    """
    if resource.arn in organization.settings:
        settings = organization.settings[resource.arn]
        if settings is None or settings.policies:
            return False
    if resource.held is None:
        return True
    document = resource.held.document
    if document is None:
        return False
    statements = document.get("Statement", [])
    return all(
        _names_only(item, resource.account_id)
        for item in (statements if isinstance(statements, list) else [statements])
    )


def _names_only(statement: object, account: str) -> bool:
    if not isinstance(statement, dict):
        return False
    if statement.get("Effect") == "Deny":
        return True
    principal = statement.get("Principal")
    if not isinstance(principal, dict) or principal.keys() != {"AWS"}:
        return False
    names = principal["AWS"]
    return all(
        isinstance(name, str) and f":{account}:" in f":{name}:"
        for name in (names if isinstance(names, list) else [names])
    )


def _not_collected(resource: Resource, *, restricts: Ternary) -> Exposure:
    anybody = Outsider("*", make_request("*", "s3:Get", "*").requester, "public")
    why = (f"the policy of {resource.arn} was not collected",)
    return Exposure(
        resource, anybody, (), "unknown", unknown=why,
        # RestrictPublicBuckets closes whatever the policy says to the public.
        is_public=False if restricts else None, is_confused_deputy=None, needs_external_id=None,
    )  # fmt: skip


class _Look:
    """One outsider before one resource."""

    def __init__(
        self,
        organization: Organization,
        resource: Resource,
        outsider: Outsider,
        policies: list[CompiledPolicy],
        granting: list[CompiledStatement],
        *,
        only: tuple[str, ...] = (),
    ) -> None:
        self.only = only
        self.organization = organization
        self.resource = resource
        self.outsider = outsider
        self.policies = policies
        self.granting = granting
        owner = organization.account(resource.account_id)
        guards = [p for level in owner.rcp_levels for p in level if p is not None]
        self.all_policies = [*policies, *guards]
        self.values = OpenValues(self.all_policies, resource.table)
        self.admits = keep_out_insiders(organization, outsider, self.values.literals)

    def exposures(self) -> Iterator[Exposure]:
        """Yield what he may do, the actions with the same answer together."""
        found: dict[tuple[object, ...], Exposure] = {}
        for group in group_actions(self.resource, self.granting, self.all_policies):
            fitting = tuple(filter(self._fits, group.actions))
            if not fitting:
                continue
            exposure = self._expose(replace(group, actions=fitting))
            if exposure is None:
                continue
            key = (
                exposure.verdict, exposure.residual, exposure.is_public,
                exposure.is_confused_deputy, exposure.needs_external_id, exposure.unknown,
            )  # fmt: skip
            before = found.get(key)
            if before:
                actions = tuple(sorted({*before.actions, *exposure.actions}))
                exposure = replace(before, actions=actions)
            found[key] = exposure
        yield from found.values()

    def _fits(self, action: str) -> bool:
        kind = self.outsider.requester.kind
        if not action.startswith("sts:"):
            return True
        # "sts:AssumeRole" takes a signature: whoever has none cannot ask.
        if action in _BY_IDENTITY:
            return kind == "federated" and _vouches_by(self.outsider.requester.name, action)
        return kind not in {"anonymous", "federated"}

    def _expose(self, group: Group) -> Exposure | None:
        access, asked = self._ask_best(group)
        if access.verdict == "never":
            return None
        return Exposure(
            self.resource,
            self.outsider,
            spell_actions(group.actions),
            access.verdict,
            access.residual,
            access.witness,
            tuple(str(deciding) for deciding in access.decision.statements
                  if deciding.policy_type == "resource"),
            access.unknown,
            is_public=self._is_public(access, asked),
            is_confused_deputy=self._is_deputy(asked),
            needs_external_id=self._needs_external_id(access, asked),
        )  # fmt: skip

    def _ask_best(self, group: Group) -> tuple[Access, tuple[Ask, ...]]:
        """Return the widest answer over the ARNs that stand for the resource and its parts."""
        found = []
        action = group.actions[0]
        speaking = [s for policy in self.all_policies for s in policy.statements_about(action)]
        arn = self.resource.arn

        def know() -> Request:
            return self._make(action, arn)[0]

        wanted = self.only or sample_arns(arn, group.places, speaking, know, self.resource)
        for arn in wanted:
            asked = ask_through(self.organization, action, arn, partial(self._make, action))
            found.append((decide_as_one(asked, self.admits), asked))
            if found[-1][0].verdict == "must":
                break
        best, asked = max(found, key=lambda answer: RANK[answer[0].verdict])
        return doubt_rest(best, len(found)), asked

    def _make(self, action: str, arn: str) -> Ask:
        resource = self.organization.find_resource(arn)
        known = {
            **describe_resource(self.organization, resource, arn),
            **self.outsider.context,
        }
        request = make_request(
            self.outsider.requester,
            action,
            arn,
            known,
            resource_account=resource.account_id if resource else None,
            management_account=self.organization.management_account,
            is_complete=False,
            closed=closed_for(resource),
        )
        if shape := _SHAPES.get(request.requester.kind):
            request = replace(request, shapes={"aws:userid": shape})
        return request, self._policy_set(request)

    def _policy_set(self, request: Request) -> PolicySet:
        policy_set = policies_for(self.organization, None, request)
        scps = self.organization.account(self.outsider.account_id).scp_levels
        # A federated user has but what its session policy allows: that is its account's word, too.
        is_federated = self.outsider.requester.kind == "federated_user"
        session = (allow_everything(),) if is_federated else ()
        own = (allow_everything(),)
        return replace(policy_set, identity=own, session=session, scp_levels=scps)

    def _is_public(self, access: Access, asked: tuple[Ask, ...]) -> bool | None:
        """Whether access is public: nothing that the policy fixes limits the outsider."""
        limits = self._limits()
        if limits is None:
            return False
        admits = self.values.admit_open(limits)
        for request, _ in asked:
            # A key of S3 tells of the access point on the way, and not of the outsider.
            keys = (key for key in limits.keys if not key.startswith("s3:"))
            known = ((key, request.context.get(key)) for key in keys)
            if any(v is not UNKNOWN and not admits(k, _present(v)) for k, v in known):
                return False
        if access.verdict == "must":
            return True
        return _truth(decide_as_one(asked, self._both(admits)))

    def _limits(self) -> Limits | None:
        """Return what limits the outsider; None where the policy or the organization names it."""
        if self.outsider.is_anyone:
            return None if self.outsider.origin == "organization" else self.values.limits
        if self.outsider.origin == "federated":
            return self.values.limits_of_identities(self.outsider.requester.name)
        return None

    def _is_deputy(self, asked: tuple[Ask, ...]) -> bool | None:
        # A role is passed to a service within its account: no stranger can have it used.
        if self.outsider.origin != "service" or self.resource.table == "iam_role":
            return False
        # For somebody whom a fixed value names, the service may come: he is trusted.
        return _truth(decide_as_one(asked, self._both(self.values.is_open)))

    def _needs_external_id(self, access: Access, asked: tuple[Ask, ...]) -> bool | None:
        if self.resource.table != "iam_role" or self.outsider.origin != "account":
            return False
        if not any(EXTERNAL_ID in text for text in access.residual):
            return None if access.verdict == "unknown" else False
        ((request, policy_set),) = asked
        context = request.context.fill_in({EXTERNAL_ID: ()})
        without = ((replace(request, context=context), policy_set),)
        truth = _truth(decide_as_one(without, self.admits))
        return None if truth is None else not truth

    def _both(self, other: Admits) -> Admits:
        return lambda key, values: self.admits(key, values) and other(key, values)


def _vouches_by(provider: str, action: str) -> bool:
    """Whether a provider's identities come by an action: SAML ones by the one, OIDC by the other.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if provider == "*":
        return True
    return (":saml-provider/" in provider) == (action == _BY_SAML)


def _present(values: Values | NoValue) -> Values:
    return values if isinstance(values, tuple) else ()


def _truth(access: Access) -> bool | None:
    return None if access.verdict == "unknown" else access.verdict != "never"

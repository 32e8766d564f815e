"""Access from outside: who outside its account can access a resource, and on which conditions.

In the sense of IAM Access Analyzer's external access: only what guards the resource counts (its
policy, its sharing, Block Public Access, RCPs, an access point's bucket). An outsider's own account
is assumed to allow it; where that account is in the organization, its SCPs count.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.policy_set import UnreadPolicy
from ringwall.reason.iam.evaluation.public import PublicLimits, limits_on_subjects
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.language.variables import UNKNOWN, NoValue
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.question.caller import Caller, allow_everything
from ringwall.reason.iam.question.guard import Guard
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import TargetResource, find_target
from ringwall.reason.iam.relation.open_values import OpenValues
from ringwall.reason.iam.relation.outsiders import (
    NETWORK_KEYS,
    Origin,
    Outsider,
    exclude_insiders,
    find_outsiders,
)
from ringwall.reason.iam.relation.resource_actions import (
    ActionGroup,
    group_actions,
    levels_of,
    spell_actions,
)
from ringwall.reason.iam.relation.samples import doubt_rest, sample_parts
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer, AccessVerdict
from ringwall.reason.iam.symbolic.contexts.open_keys import Admits

_BY_SAML = "sts:assumerolewithsaml"
_BY_IDENTITY = frozenset({_BY_SAML, "sts:assumerolewithwebidentity"})
EXTERNAL_ID = "sts:externalid"
_SHAPES = {"role": "AROA*:*", "session": "AROA*:*", "user": "AIDA*"}
"""Patterns of aws:userid: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"""


@dataclass(frozen=True)
class Exposure:
    """What one outsider may do to a resource, under the same conditions."""

    resource: Resource
    outsider: Outsider
    actions: tuple[str, ...]
    """As AWS spells them, sorted."""
    verdict: AccessVerdict
    residual: tuple[str, ...] = ()
    """Conditions that limit it."""
    witness: Mapping[str, Values] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    is_public: bool | None = False
    """Whether anyone has access, whom no condition restricts to a fixed value."""
    is_confused_deputy: bool | None = False
    """Whether an AWS service has access on behalf of resources in any account."""
    needs_external_id: bool | None = False
    """Whether nothing is allowed without an external ID."""
    takes_any_subject: bool | None = False
    """Whether any identity of an OIDC provider has access, whatever its subject."""

    @property
    def origin(self) -> Origin:
        """Of which sort the outsider is."""
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
        if not is_surely_closed(organization, resource):
            yield from _expose(find_target(organization, resource.arn))


def expose(target: TargetResource) -> Iterator[Exposure]:
    """Yield the access from outside to a resource, or to the one part of it that is asked about."""
    resource = target.resource
    if resource is not None and not is_surely_closed(target.organization, resource):
        yield from _expose(target)


def _expose(target: TargetResource) -> Iterator[Exposure]:
    guard = target.guard
    if guard is None:
        return
    if guard.is_unknown:
        yield _not_collected(guard, _describe_unread(guard))
    if part := target.organization.unread_parts.get(guard.resource.arn):
        yield _not_collected(guard, part)
    resource = guard.resource
    outsiders = find_outsiders(target.organization, resource, guard.statements)
    if not outsiders:
        return
    groups = tuple(group_actions(resource, guard.grants, guard.collected))
    values = OpenValues(guard.collected, resource.table)
    seen: set[tuple[object, ...]] = set()
    for outsider in outsiders:
        for exposure in _OutsiderAccess(target, guard, outsider, values).find(groups):
            # Outsiders with an account and without one are both `*`.
            what = (
                outsider.label, exposure.actions, exposure.verdict, exposure.residual,
                exposure.is_public,
            )  # fmt: skip
            if what not in seen:
                seen.add(what)
                yield exposure


def is_surely_closed(organization: Organization, resource: Resource) -> bool:
    """Whether the document of a policy shows at once that it names only its own account.

    Most policies of an organization are of that kind: they are not even compiled.
    """
    if resource.arn in organization.settings:
        settings = organization.settings[resource.arn]
        if settings is None or settings.policies:
            return False
    if resource.arn in organization.unread_parts:
        return False
    if resource.attached is None:
        return True
    document = resource.attached.document
    if document is None or "Statement" not in document:
        return False
    statements = document["Statement"]
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


def _describe_unread(guard: Guard) -> str:
    """Return what is not known of a resource's own policy, or of what its settings share."""
    for policy in (*guard.own, *guard.shared):
        if isinstance(policy, UnreadPolicy) and policy.what:
            return policy.what
    return f"what the settings of {guard.resource.arn} share (not collected)"


def _not_collected(guard: Guard, what: str) -> Exposure:
    anyone = Outsider("*", read_requester("*"), "public")
    return Exposure(
        guard.resource, anyone, (), "unknown", unknown=(what,),
        # RestrictPublicBuckets closes whatever the policy says to the public.
        is_public=False if guard.restricts_public else None,
        is_confused_deputy=None, needs_external_id=None, takes_any_subject=None,
    )  # fmt: skip


class _OutsiderAccess:
    """What one outsider may do to one resource."""

    def __init__(
        self, target: TargetResource, guard: Guard, outsider: Outsider, values: OpenValues
    ) -> None:
        self.target = target
        self.resource = guard.resource
        self.outsider = outsider
        self.policies = guard.collected
        self.caller = _call_as(target.organization, outsider)
        self.values = values
        self.admits = exclude_insiders(target.organization, outsider, values.literals)

    def find(self, groups: Iterable[ActionGroup]) -> Iterator[Exposure]:
        """Yield what it may do, the actions with the same answer together."""
        found: dict[tuple[object, ...], Exposure] = {}
        for group in groups:
            fitting = tuple(filter(self._fits, group.actions))
            if not fitting:
                continue
            exposure = self._expose(replace(group, actions=fitting))
            if exposure is None:
                continue
            key = (
                exposure.verdict, exposure.residual, exposure.is_public,
                exposure.is_confused_deputy, exposure.needs_external_id, exposure.unknown,
                exposure.takes_any_subject,
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
        # "sts:AssumeRole" takes a signature, which such callers do not have.
        if action in _BY_IDENTITY:
            return kind == "federated" and _vouches_by(self.outsider.requester.name, action)
        return kind not in {"anonymous", "federated"}

    def _expose(self, group: ActionGroup) -> Exposure | None:
        access, question = self._ask_best(group)
        if access.verdict == "never":
            return None
        if network := self._find_unknown_network(access):
            doubt = f"whether {network} is in the organization, whose networks were not all read"
            access = replace(access, verdict="unknown", residual=(), unknown=(doubt,))
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
            is_public=self._is_public(access, question),
            is_confused_deputy=self._is_deputy(question),
            needs_external_id=self._needs_external_id(access, question),
            takes_any_subject=self._takes_any_subject(question),
        )  # fmt: skip

    def _find_unknown_network(self, access: AccessAnswer) -> str:
        """Return a network that the access depends on and that may be one of ours; '' for none."""
        if self.target.organization.knows_networks:
            return ""
        named = (value for key in NETWORK_KEYS for value in access.witness.get(key) or ())
        return next((v for v in named if any(v in text for text in access.residual)), "")

    def _ask_best(self, group: ActionGroup) -> tuple[AccessAnswer, AccessQuestion]:
        """Return the widest answer over the resource and its parts, and its question."""
        action = group.actions[0]
        found: list[tuple[AccessAnswer, AccessQuestion]] = []
        for target in self._find_targets(group):
            question = AccessQuestion(self.caller, action, target)
            found.append((question.decide_over_contexts(self.admits), question))
            if found[-1][0].verdict == "always":
                break
        best, question = max(found, key=lambda answer: answer[0].rank)
        return doubt_rest(best, len(found)), question

    def _find_targets(self, group: ActionGroup) -> Iterable[TargetResource]:
        if not self.target.is_whole:
            return (self.target,)
        action = group.actions[0]
        speaking = [s for policy in self.policies for s in policy.statements_about(action)]

        def find_request() -> Request:
            return AccessQuestion(self.caller, action, self.target).request

        return sample_parts(self.target, group.separators, speaking, find_request)

    def _is_public(self, access: AccessAnswer, question: AccessQuestion) -> bool | None:
        """Whether access is public: nothing that the policy fixes limits the outsider."""
        limits = self._limits()
        if limits is None:
            return False
        admits = self.values.admit_open(limits)
        # A key of S3 describes the access point that is used, and not the outsider.
        keys = [key for key in limits.keys if not key.startswith("s3:")]
        for bound in question.asked:
            known = ((key, bound.request.context.get(key)) for key in keys)
            if any(v is not UNKNOWN and not admits(k, _present(v)) for k, v in known):
                return False
        if access.verdict == "always":
            return True
        return question.decide_over_contexts(self._both(admits)).truth

    def _limits(self) -> PublicLimits | None:
        """Return what limits the outsider; None where the policy or the organization names it."""
        if self.outsider.is_anyone:
            return None if self.outsider.origin == "organization" else self.values.limits
        if self.outsider.origin == "federated":
            return self.values.limits_of_identities(self.outsider.requester.name)
        return None

    def _is_deputy(self, question: AccessQuestion) -> bool | None:
        # A role is passed to a service within its account: no outsider can have it used.
        if self.outsider.origin != "service" or self.resource.table == "iam_role":
            return False
        # A grant is made for one use by who may use the key, mostly by the service itself on behalf
        # of that caller. Whom the service may act for is the policy's to say.
        # https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
        by_policy = replace(question, target=question.target.without_sharing())
        # A service that acts for a resource which a fixed value names is trusted.
        return by_policy.decide_over_contexts(self._both(self.values.is_open)).truth

    def _takes_any_subject(self, question: AccessQuestion) -> bool | None:
        limits = None
        if self.outsider.origin == "federated":
            limits = limits_on_subjects(self.outsider.requester.name)
        if limits is None:
            return False
        return question.decide_over_contexts(self._both(self.values.admit_open(limits))).truth

    def _needs_external_id(self, access: AccessAnswer, question: AccessQuestion) -> bool | None:
        if self.resource.table != "iam_role" or self.outsider.origin != "account":
            return False
        if not any(EXTERNAL_ID in text for text in access.residual):
            return None if access.verdict == "unknown" else False
        demanded = {value.lower() for value in self.values.find_literals(EXTERNAL_ID)}

        def is_other(key: str, values: Values) -> bool:
            return key != EXTERNAL_ID or demanded.isdisjoint(map(str.lower, values))

        # An external ID protects only if few fit: who guesses any that is not named gets in.
        truth = question.decide_over_contexts(self._both(is_other)).truth
        return None if truth is None else not truth

    def _both(self, other: Admits) -> Admits:
        return lambda key, values: self.admits(key, values) and other(key, values)


def _call_as(organization: Organization, outsider: Outsider) -> Caller:
    """Return an outsider as a caller, whose own account is assumed to allow it everything."""
    everything = (allow_everything(),)
    # A federated user has only what its session policy allows: that is its account's to say, too.
    is_federated = outsider.requester.kind == "federated_user"
    return Caller(
        outsider.requester,
        outsider.context,
        granted=everything,
        session=everything if is_federated else (),
        scp_levels=organization.account(outsider.account_id).scp_levels,
        shapes={"aws:userid": shape} if (shape := _SHAPES.get(outsider.requester.kind)) else {},
    )


def _vouches_by(provider: str, action: str) -> bool:
    """Whether identities of a provider use an action: SAML ones the one, OIDC ones the other.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if provider == "*":
        return True
    return (":saml-provider/" in provider) == (action == _BY_SAML)


def _present(values: Values | NoValue) -> Values:
    return values if isinstance(values, tuple) else ()

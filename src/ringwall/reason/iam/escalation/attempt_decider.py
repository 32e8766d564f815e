"""Whether an attempt at a path is allowed: all its requests together, as one session makes them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain

from ringwall.reason.iam.escalation.admins import find_powers
from ringwall.reason.iam.escalation.attempts import Attempt
from ringwall.reason.iam.escalation.paths import EscalationPath, PathStep, fill_in
from ringwall.reason.iam.escalation.steps import ask_step
from ringwall.reason.iam.escalation.variants import find_variants
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import call_as
from ringwall.reason.iam.question.question import make_question
from ringwall.reason.iam.symbolic.contexts.answer import AccessAnswer
from ringwall.reason.iam.symbolic.contexts.decide import decide_session

PlaceholderValues = Mapping[str, str]


class AttemptDecider:
    """Decides the attempts of one organization, each once for principals that are alike."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._call_as = lru_cache(maxsize=16)(partial(call_as, organization))
        self._find_powers = lru_cache(maxsize=None)(partial(find_powers, organization))
        self._find_likeness = lru_cache(maxsize=None)(self._read_likeness)
        self._variants: tuple[object, tuple[PlaceholderValues, ...]] = (None, ())
        """The variants that were found last: they are the same for all attempts in a region."""
        self._answers: dict[tuple[object, ...], AccessAnswer] = {}

    def decide(
        self, principal: Principal, path: EscalationPath, attempt: Attempt
    ) -> tuple[AccessAnswer, PlaceholderValues]:
        """Return the widest answer over what may be chosen, with the values that gave it."""
        access = self._ask(principal, path.steps, attempt)
        if self._exists(path, attempt.values):
            access = replace(access, verdict="never")
        if access.is_possible:
            return access, attempt.values
        found = [(access, attempt.values)]
        variants = self._find_variants(principal, path, attempt)
        fixed = tuple(step for step in path.steps if not step.is_varied)
        if variants and fixed and self._ask(principal, fixed, attempt).verdict == "never":
            return access, attempt.values
        for chosen in variants:
            values = {**attempt.values, **chosen}
            if self._exists(path, values):
                continue
            varied = replace(attempt, values=values)
            found.append((self._ask(principal, path.steps, varied), values))
            if found[-1][0].is_possible:
                break
        return max(found, key=lambda item: item[0].rank)

    def _exists(self, path: EscalationPath, values: PlaceholderValues) -> bool:
        """Whether a principal that a path creates exists already."""
        made = fill_in(path.steps[0].resources[0], values)
        return path.target == "new" and made in self._organization.principals

    def _ask(
        self, principal: Principal, steps: tuple[PathStep, ...], attempt: Attempt
    ) -> AccessAnswer:
        """Return whether all steps are allowed; asked once for principals that are alike."""
        who = self._find_likeness(principal) if all(step.is_impersonal for step in steps) else None
        if who is None:
            return self._ask_session(principal, steps, attempt)
        values = {k: v for k, v in attempt.values.items() if not k.startswith("self")}
        key = (who, *map(id, steps), *sorted(values.items()))
        if key not in self._answers:
            self._answers[key] = self._ask_session(principal, steps, attempt)
        return self._answers[key]

    def _ask_session(
        self, principal: Principal, steps: tuple[PathStep, ...], attempt: Attempt
    ) -> AccessAnswer:
        caller = self._call_as(principal)
        # Requests after one that is denied are not even put together.
        return decide_session(
            bound
            for step in steps
            for question in ask_step(self._organization, caller, step, attempt)
            for bound in question.asked
        )

    def _read_likeness(self, principal: Principal) -> tuple[object, ...] | None:
        """Return what principals with the same answers have in common; None if it has no like."""
        scps = self._organization.account(principal.account_id).scp_levels
        levels = (principal.policies, principal.boundaries, *scps)
        policies = [policy for level in levels for policy in level if policy is not None]
        if not all(s.is_impersonal for policy in policies for s in policy.statements):
            return None
        attached = (*map(id, principal.attached), id(principal.boundary))
        is_service_linked = principal.requester.is_service_linked
        return (principal.account_id, principal.kind, is_service_linked, *attached)

    def _find_variants(
        self, principal: Principal, path: EscalationPath, attempt: Attempt
    ) -> tuple[PlaceholderValues, ...]:
        """Return the values to try beside the usual ones."""
        region = attempt.values["region"]
        key = (principal, path.id, region)
        if self._variants[0] != key:
            powers = self._find_powers(principal.account_id, principal.partition)
            scps = self._organization.account(principal.account_id).scp_levels
            binding = chain(principal.policies, principal.boundaries, *scps)
            question = make_question(self._organization, principal, path.steps[0].action, "*")
            found = find_variants(binding, path, attempt.values, powers, question.request)
            if path.workload:  # a workload that exists has its region
                found = tuple(chosen for chosen in found if chosen["region"] == region)
            self._variants = (key, found)
        return self._variants[1]

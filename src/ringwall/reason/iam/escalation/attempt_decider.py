"""Whether an attempt at a path is allowed: all its requests together, as one session makes them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import chain

from ringwall.reason.iam.escalation.admins import find_powers
from ringwall.reason.iam.escalation.attempts import Attempt
from ringwall.reason.iam.escalation.likeness import Likeness, PathSteps
from ringwall.reason.iam.escalation.paths import EscalationPath, fill_in, find_placeholders
from ringwall.reason.iam.escalation.steps import ask_step
from ringwall.reason.iam.escalation.variants import find_variants
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import call_as
from ringwall.reason.iam.question.question import make_question
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer
from ringwall.reason.iam.symbolic.contexts.decide import decide_session

PlaceholderValues = Mapping[str, str]


class AttemptDecider:
    """Decides the attempts of one organization, each once for principals that are alike."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._call_as = lru_cache(maxsize=16)(partial(call_as, organization))
        self._find_powers = lru_cache(maxsize=None)(partial(find_powers, organization))
        self._likeness = Likeness(organization)
        self._variants: tuple[object, tuple[PlaceholderValues, ...]] = (None, ())
        """The variants that were found last: they are the same for all attempts in a region."""
        self._answers: dict[tuple[object, ...], AccessAnswer] = {}
        """The answers to principals that have their like."""
        self._own_answers: dict[tuple[object, ...], AccessAnswer] = {}
        """The answers to the principal that asked last, which has no like."""
        self._asked_last: Principal | None = None

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

    def may_take(self, principal: Principal, steps: PathSteps, attempt: Attempt) -> bool:
        """Whether steps may be allowed; those in which something may be chosen may be always."""
        fixed = tuple(step for step in steps if not step.is_varied)
        return not fixed or self._ask(principal, fixed, attempt).verdict != "never"

    def _exists(self, path: EscalationPath, values: PlaceholderValues) -> bool:
        """Whether a principal that a path creates exists already."""
        made = fill_in(path.steps[0].resources[0], values)
        return path.target == "new" and made in self._organization.principals

    def _ask(self, principal: Principal, steps: PathSteps, attempt: Attempt) -> AccessAnswer:
        """Return whether all steps are allowed; asked once for what is alike."""
        impersonal = tuple(step for step in steps if step.is_impersonal)
        if len(impersonal) < len(steps):
            # Where a part is never allowed, the whole is not: most of the time that is known.
            part = self._ask_alike(principal, impersonal, attempt) if impersonal else None
            if part is not None and part.verdict == "never":
                return part
            return self._ask_session(principal, steps, attempt)
        return self._ask_alike(principal, steps, attempt)

    def _ask_alike(self, principal: Principal, steps: PathSteps, attempt: Attempt) -> AccessAnswer:
        """Return whether impersonal steps are allowed."""
        who = self._likeness.of_principal(principal)
        if who is None and self._asked_last is not principal:
            self._asked_last = principal
            self._own_answers.clear()
        answers = self._own_answers if who is None else self._answers
        values = attempt.values
        chosen = tuple(values.get(name, "") for name in _find_chosen(steps))
        target = attempt.target and self._likeness.of_target(
            principal, steps, attempt.target, values
        )
        key = (who, steps, target, *chosen)
        if key not in answers:
            answers[key] = self._ask_session(principal, steps, attempt)
        return answers[key]

    def _ask_session(
        self, principal: Principal, steps: PathSteps, attempt: Attempt
    ) -> AccessAnswer:
        caller = self._call_as(principal)
        # Requests after one that is denied are not even put together.
        return decide_session(
            bound
            for step in steps
            for question in ask_step(self._organization, caller, step, attempt)
            for bound in question.asked
        )

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


@cache
def _find_chosen(steps: PathSteps) -> tuple[str, ...]:
    """Return the placeholders that requests for steps have, those of the target aside."""
    texts = (text for step in steps for text in (*step.resources, *step.context.values()))
    found = {"account", "region"}.union(*map(find_placeholders, texts))
    return tuple(sorted(found - {"target", "target_name"}))

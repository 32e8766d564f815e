"""The search for a request that is new: found in the boxes, confirmed by the evaluator."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.language.policy import Effect, Policy, Statement
from ringwall.reason.iam.symbolic.boxes.box import Box, find_gap, meet
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget
from ringwall.reason.iam.symbolic.boxes.replay import (
    PolicyAnswer,
    describe_statement,
    evaluate_policy,
    make_witness_request,
)
from ringwall.reason.iam.symbolic.boxes.space import RequestSpace, StatementBoxes
from ringwall.reason.iam.symbolic.boxes.witnesses import make_witnesses
from ringwall.reason.iam.symbolic.check_answer import PASS, CheckAnswer, Witness

Region = Callable[[RequestSpace], list[Box]]
"""The requests that a question is about, as boxes of its space."""


@dataclass(frozen=True)
class CheckQuestion:
    """Whether `candidate` allows what `reference` does not: all that `asked` allows counts.

    Without a reference nothing is allowed already; without `asked` every request counts.
    """

    candidate: Policy
    reference: Policy | None = None
    asked: Statement | None = None
    region: Region | None = None
    axes: tuple[Statement, ...] = ()
    """Statements that the region is made of: their patterns are distinguished, too."""
    by_principal: bool = False

    @cached_property
    def compiled(self) -> tuple[CompiledPolicy, CompiledPolicy]:
        """The candidate and the reference, ready to be asked."""
        return CompiledPolicy(self.candidate), CompiledPolicy(self.reference or Policy(()))

    @property
    def policies(self) -> list[Policy]:
        """All policies whose patterns make the axes."""
        others = [*self.axes, *([self.asked] if self.asked else [])]
        reference = [self.reference] if self.reference else []
        return [self.candidate, *reference, *([Policy(tuple(others))] if others else [])]


class _PolicyBoxes(NamedTuple):
    allows: list[StatementBoxes]
    denies: list[StatementBoxes]


def search(question: CheckQuestion, budget: StepBudget) -> CheckAnswer | None:
    """Return the answer that boxes give; None where they give none. Raises TooHard."""
    boxes = BoxSearch(question, budget)
    gaps = list(boxes.gaps(strict=False, first=True))
    if not gaps:
        return PASS
    return boxes.confirm(gaps[0]) or next(
        (found for gap in boxes.gaps(strict=True) if (found := boxes.confirm(gap))), None
    )


def search_all(question: CheckQuestion, budget: StepBudget, limit: int) -> list[CheckAnswer]:
    """Return confirmed answers, at most one for every statement that allows something."""
    boxes = BoxSearch(question, budget)
    found: list[CheckAnswer] = []
    for gap in boxes.gaps(strict=False):
        answer = boxes.confirm(gap)
        found.extend([answer] if answer else [])
        if len(found) == limit:
            break
    return found


class BoxSearch:
    """One question with its space of requests."""

    def __init__(self, question: CheckQuestion, budget: StepBudget) -> None:
        self.question = question
        self.budget = budget
        self.space = RequestSpace(
            question.policies, by_principal=question.by_principal, budget=budget
        )
        self._candidate = self._read(question.candidate)
        self._reference = (
            self._read(question.reference) if question.reference else _PolicyBoxes([], [])
        )
        self._region: list[Box] | None = None
        if question.asked:
            self._region = self.space.boxes_of(question.asked).high
        if question.region:
            self._region = question.region(self.space)

    def _read(self, policy: Policy) -> _PolicyBoxes:
        def read(effect: Effect) -> list[StatementBoxes]:
            return [self.space.boxes_of(s) for s in policy.statements if s.effect == effect]

        return _PolicyBoxes(read("Allow"), read("Deny"))

    def gaps(self, *, strict: bool, first: bool = False) -> Iterator[Box]:
        """Yield boxes of requests that are new, at most one for each statement that allows them.

        `strict` yields what is certainly new, otherwise all that may be new.
        """
        candidate, reference = self._candidate, self._reference
        denied = [b for found in candidate.denies for b in (found.high if strict else found.low)]
        allowed = [b for found in reference.allows for b in (found.high if strict else found.low)]
        banned = [b for found in reference.denies for b in (found.low if strict else found.high)]
        for levels in candidate.allows:
            gap = self._gap(levels.low if strict else levels.claimed, denied, allowed, banned)
            if gap is not None:
                yield gap
                if first:
                    return

    def _gap(
        self,
        grants: Sequence[Box],
        denied: list[Box],
        allowed: list[Box],
        banned: list[Box],
    ) -> Box | None:
        for grant in self._limit(grants):
            gap = find_gap(grant, [*allowed, *denied], self.budget)
            if gap is not None:
                return gap
            for ban in banned:
                both = meet(grant, ban)
                gap = find_gap(both, denied, self.budget) if both else None
                if gap is not None:
                    return gap
        return None

    def _limit(self, grants: Sequence[Box]) -> Iterator[Box]:
        if self._region is None:
            yield from grants
            return
        for grant in grants:
            for box in self._region:
                if found := meet(grant, box):
                    yield found

    def confirm(self, gap: Box) -> CheckAnswer | None:
        """Return the answer that a request of a box proves; None where the evaluator disagrees."""
        for witness in make_witnesses(self.space, gap):
            if answer := confirm(self.question, witness, tuple(self.space.keys)):
                return answer
        return None


def confirm(question: CheckQuestion, witness: Witness, keys: tuple[str, ...]) -> CheckAnswer | None:
    """Return fail where the evaluator confirms a witness, else None."""
    request = make_witness_request(witness, keys)

    def ask(policy: Policy | CompiledPolicy) -> PolicyAnswer:
        return evaluate_policy(policy, request, by_principal=question.by_principal)

    result = ask(question.compiled[0])
    if result.allowed is not True:
        return None
    deciding = [describe_statement(found) for found in result.statements]
    if question.reference:
        other = ask(question.compiled[1])
        if other.allowed is not False:
            return None
        deciding.extend(f"{describe_statement(found)} denies" for found in other.statements)
    if question.asked and ask(Policy((question.asked,))).allowed is not True:
        return None
    return CheckAnswer("fail", witness, tuple(deciding))

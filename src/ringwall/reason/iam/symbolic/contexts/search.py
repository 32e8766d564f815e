"""The search for a context that allows some requests, and for one that denies them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ringwall.reason.iam.evaluation.combined_decision import combine_decisions
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.symbolic.boxes.budget import TooHard
from ringwall.reason.iam.symbolic.contexts.access_answer import NO_ACCESS, AccessAnswer
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest
from ringwall.reason.iam.symbolic.contexts.limits import describe_limits
from ringwall.reason.iam.symbolic.contexts.open_keys import Admits, OpenKeys, Slot

MAX_TRIED = 600
"""Contexts that are tried for one question before it counts as too hard."""


class ContextSearch:
    """One question, decided by trying the values of its open keys one key after the other.

    `first` are the decisions with all keys open. TooHard where there are too many contexts.
    """

    def __init__(
        self,
        asked: Sequence[BoundRequest],
        first: Sequence[Decision],
        admits: Admits,
        *,
        is_one: bool,
    ) -> None:
        self._asked = asked
        self._first = first
        self._keys = OpenKeys(asked, first, admits, is_one=is_one)
        self._left = MAX_TRIED
        self._allowed: tuple[Mapping[Slot, Values], Sequence[Decision]] | None = None
        self._is_denied_somewhere = False
        self._open: list[str] = []
        """What stays unknown in contexts in which every key has a value."""

    def decide(self) -> AccessAnswer:
        """Return the answer."""
        self._visit({}, self._asked, self._first)
        questions = tuple(dict.fromkeys(self._open))
        is_exact = self._keys.is_exact
        if self._allowed is None:
            if self._open or not is_exact:
                decision = combine_decisions(self._first)
                return AccessAnswer("unknown", decision, unknown=questions or decision.unknown)
            return NO_ACCESS
        witness, found = self._allowed
        together = combine_decisions(found)
        if not (self._is_denied_somewhere or self._open) and is_exact:
            return AccessAnswer("always", together)
        context = {key: values for (_, key), values in witness.items()}
        limits = describe_limits(self._asked, self._first, found)
        return AccessAnswer("conditional", together, context, limits, questions)

    def _visit(
        self,
        assigned: Mapping[Slot, Values],
        asked: Sequence[BoundRequest],
        decisions: Sequence[Decision],
    ) -> None:
        """Try the values of one open key, and of the next where that does not decide."""
        verdict = combine_decisions(decisions).verdict
        if verdict == "allowed":
            if self._allowed is None:
                self._allowed = (assigned, decisions)
            return
        if verdict != "unknown":
            self._is_denied_somewhere = True
            return
        slot = self._keys.choose(asked, assigned, decisions)
        if slot is None:
            found = [question for decision in decisions for question in decision.unknown]
            self._open.extend(found or ["information that no condition key has"])
            return
        for values in self._keys.values[slot]:
            if self._allowed and (self._is_denied_somewhere or self._open):
                return  # it is allowed in some contexts: nothing else can come of it
            self._left -= 1
            if self._left < 0:
                raise TooHard
            here = {**assigned, slot: values}
            narrowed = [self._fill_in(at, here) for at in range(len(self._asked))]
            self._visit(here, narrowed, [bound.decide() for bound in narrowed])

    def _fill_in(self, at: int, assigned: Mapping[Slot, Values]) -> BoundRequest:
        """Return the request at a position, with the values that were assigned."""
        request, policy_set = self._asked[at]
        known = {key: values for (whose, key), values in assigned.items() if whose in {-1, at}}
        filled = replace(request, context=request.context.fill_in(known))
        return BoundRequest(filled, policy_set)

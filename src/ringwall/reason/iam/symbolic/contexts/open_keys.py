"""The open condition keys of some requests, each with the values that are worth trying.

One value stands for every class of values that the policies' conditions tell apart; that a key is
absent is a class too.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ringwall.reason.iam.evaluation.context import RequestContext, Values
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.resource_parts import sample_value
from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.pattern import Variable, read_pattern
from ringwall.reason.iam.language.policy import Condition
from ringwall.reason.iam.language.variables import UNKNOWN
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget
from ringwall.reason.iam.symbolic.boxes.key_axis import KeyAxis, KeyTest
from ringwall.reason.iam.symbolic.boxes.witnesses import spell
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest

_STEPS = 30_000

SESSION_KEYS = frozenset(
    {
        *("aws:multifactorauthpresent", "aws:multifactorauthage", "aws:sourceip", "aws:sourcevpc"),
        *("aws:sourcevpce", "aws:vpcsourceip", "aws:tokenissuetime", "aws:sourceidentity"),
        *("aws:federatedprovider", "aws:userid", "aws:useragent", "aws:referer"),
        *("aws:securetransport", "aws:assumedroot", "sts:externalid", "sts:rolesessionname"),
    }
)
"""Keys that describe the session: all requests of one session have the same values.

Keys that begin with `aws:principal` do as well.
"""

Admits = Callable[[str, Values], bool]
"""Whether a key may have these values (no values: whether it may be absent)."""
Slot = tuple[int, str]
"""An open key: of one request (by its position), or of the whole session (-1)."""


def is_session_key(key: str) -> bool:
    """Whether a key describes the session, and not one request that it makes."""
    return key in SESSION_KEYS or key.startswith("aws:principal")


class OpenKeys:
    """The open keys that decide some requests.

    `values` has those to try, by slot. `is_exact` tells whether trying them decides the question:
    it does not where values depend on other open keys.
    """

    def __init__(
        self,
        asked: Sequence[BoundRequest],
        decisions: Sequence[Decision],
        admits: Admits,
        *,
        is_one: bool,
    ) -> None:
        self._asked = asked
        self._admits = admits
        self._is_one = is_one
        self._budget = StepBudget(_STEPS)
        self._axes: dict[Slot, KeyAxis] = {}
        self._named: dict[Slot, Values] = {}
        """Values of keys that Resource is made of."""
        self.is_exact = True
        self.values: dict[Slot, tuple[Values, ...]] = {}
        for at, decision in enumerate(decisions):
            self._read(at, decision)
        for slot, axis in self._axes.items():
            self.values[slot] = self._find_values(slot, axis)

    def slot(self, at: int, key: str) -> Slot:
        """Return the slot of a key of the request at a position."""
        # What describes the resource may differ: an access point's tags are not its bucket's.
        is_same = self._is_one and not key.startswith("aws:resource")
        return (-1 if is_same or is_session_key(key) else at, key)

    def choose(
        self, asked: Iterable[BoundRequest], assigned: Mapping[Slot, Values],
        decisions: Iterable[Decision],
    ) -> Slot | None:  # fmt: skip
        """Return the key to try next; None where every key has a value.

        `asked` are the requests with the values that were assigned.
        """
        for at, (bound, decision) in enumerate(zip(asked, decisions, strict=True)):
            for deciding in decision.doubtful:
                for condition in deciding.statement.open_conditions(bound.request.context):
                    slot = self.slot(at, condition.key)
                    if slot in self.values and slot not in assigned:
                        return slot
        return next((slot for slot in self.values if slot not in assigned), None)

    def _read(self, at: int, decision: Decision) -> None:
        """Take in the open keys of one request."""
        request = self._asked[at].request
        for deciding in decision.doubtful:
            variables = deciding.statement.statement.variables
            for condition in deciding.statement.open_conditions(request.context):
                if condition.operator.family != "unknown":
                    self._add_condition(at, condition, variables=variables)
            for key in deciding.statement.open_variables(request.context):
                # Whether the statement names the resource depends on this key: one value is tried
                # that parts of resources are named by, and not all that there are.
                self.is_exact = False
                slot = self.slot(at, key)
                self._axes.setdefault(slot, KeyAxis(key))
                self._named[slot] = (sample_value(key, request),)

    def _add_condition(self, at: int, condition: Condition, *, variables: bool) -> None:
        context = self._asked[at].request.context
        filled = _fill(condition, context) if variables else condition
        axis = self._axes.setdefault(self.slot(at, condition.key), KeyAxis(condition.key))
        test = axis.add(filled, variables=variables)
        for key in axis.other_keys(test):
            if context.get(key) is UNKNOWN:
                # Values that depend on other open keys are tried, and not told apart.
                self.is_exact = False
                self._axes.setdefault(self.slot(at, key), KeyAxis(key))

    def _find_values(self, slot: Slot, axis: KeyAxis) -> tuple[Values, ...]:
        shape = self._add_shape(slot, axis)
        axis.build(self._budget)
        read = (test for test in axis.tests if test.operator.family != "null")
        if any(axis.plain(test) is None for test in read):
            self.is_exact = False  # compared to values of several types: one of them is read
        full = axis.full
        if shape and (bounds := axis.plain(shape)):
            full &= axis.quantify(shape, bounds.high)
        found = [_spell(axis, atom) for atom in _atoms(full)]
        # Absence first: what needs no key at all is the plainest example.
        found += [self._named[slot]] if slot in self._named else []
        admitted = sorted((v for v in found if self._admits(axis.key, v)), key=len)
        return tuple(dict.fromkeys(admitted))

    def _add_shape(self, slot: Slot, axis: KeyAxis) -> KeyTest | None:
        """Add to an axis which values its key may have, if that is known."""
        whose = self._asked if slot[0] < 0 else self._asked[slot[0] : slot[0] + 1]
        shapes = (bound.request.shapes for bound in whose)
        pattern = next((s[axis.key] for s in shapes if axis.key in s), "")
        if not pattern:
            return None
        like = Condition(read_operator("StringLike"), axis.key, (pattern,))
        return axis.add(like, variables=False)


def _atoms(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _spell(axis: KeyAxis, atom: int) -> Values:
    return tuple(spell(text, {}) for text in axis.sample(atom))


def _fill(condition: Condition, context: RequestContext) -> Condition:
    """Return a condition with those variables replaced that the context knows."""
    values = tuple(_fill_text(value, context) for value in condition.values)
    return replace(condition, values=values)


def _fill_text(value: str, context: RequestContext) -> str:
    """Return a value with the variables replaced that have one known value; others stay."""

    def put_in(match: re.Match[str]) -> str:
        token = read_pattern(match[0], variables=True)[:1]
        if not token or not isinstance(token[0], Variable):
            return match[0]
        found = context.variable(token[0].key, token[0].default)
        # Text that replaces a variable is literal: a star in it is a star.
        return re.sub(r"[*?$]", r"${\g<0>}", found) if isinstance(found, str) else match[0]

    return re.sub(r"\$\{[^{}]*\}", put_in, value)

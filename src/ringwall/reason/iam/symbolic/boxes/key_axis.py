"""An axis for one condition key: absent, or with a value, or (under set operators) with several.

Absent is an atom of its own. A key without set operators has one value, as AWS says of
single-valued keys. One with set operators has a set of values: the atoms are the sets
of classes of values that the conditions distinguish. A value has the type that the operators
compare: a key that is compared to numbers holds a number.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from ringwall.reason.iam.language.operators import Family, Operator
from ringwall.reason.iam.language.policy import Condition
from ringwall.reason.iam.symbolic.boxes.automaton import ANY_TEXT, NOT_EMPTY, SymbolicText
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.glob import FilledGlob, read_value
from ringwall.reason.iam.symbolic.boxes.interval_axis import AddressAxis, BytesAxis, NumberAxis
from ringwall.reason.iam.symbolic.boxes.text_axis import TextAxis

_TEXT = frozenset({"string", "like", "arn", "bool"})
_UNREAD = frozenset({"null", "unknown"})
MAX_CLASSES = 11
"""Classes of values whose sets are atoms: 2,047 of them."""


class KeyTest(NamedTuple):
    """A condition of one key without its place: equal tests are one."""

    operator: Operator
    values: tuple[str, ...]
    variables: bool


class AtomBounds(NamedTuple):
    """Atoms in which something certainly holds, and those in which it may hold."""

    low: int
    high: int


class ConditionalAtoms(NamedTuple):
    """Values that are matched where other keys are present or absent."""

    values: AtomBounds
    present: tuple[str, ...]
    absent: tuple[str, ...]


class ValueAxis(Protocol):
    """The values that a key may have, as atoms."""

    full: int

    def mask(self, operator: Operator, value: str, /) -> int:
        """Return the atoms that stand in the operator's relation to a value of a policy."""
        ...

    def sample(self, atom: int, /) -> str:
        """Return a value of an atom."""
        ...


class _Truth:
    full = 3

    def mask(self, _: Operator, value: str, /) -> int:
        return {"true": 1, "false": 2}.get(value.lower(), 0)

    def sample(self, atom: int, /) -> str:
        return ("true", "false")[atom]


class KeyAxis:
    """The atoms of one key; collects the conditions on it before it is built."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.tests: dict[KeyTest, None] = {}
        self.full = self.present = self.absent = 0
        self.is_set = False
        self._filled: dict[KeyTest, list[list[FilledGlob]]] = {}
        self._text: TextAxis | None = None
        self._values: ValueAxis | None = None
        self._kind = ""
        self._classes: list[int] = []

    def add(self, condition: Condition, *, variables: bool) -> KeyTest:
        """Add a condition, before the axis is built."""
        operator = condition.operator
        test = KeyTest(operator, condition.values, variables and operator.takes_variables)
        if test not in self.tests:
            self.tests[test] = None
            if operator.family in _TEXT:
                self._filled[test] = [
                    read_value(value, operator, variables=test.variables)
                    for value in condition.values
                ]
        return test

    def other_keys(self, test: KeyTest) -> set[str]:
        """Return the keys whose values are part of a test's patterns."""
        forms = (form for forms in self._filled.get(test, ()) for form in forms)
        return {key for form in forms for key in (*form.present, *form.absent)}

    def build(self, budget: StepBudget) -> None:
        """Compute the atoms."""
        read = [test for test in self.tests if test.operator.family not in _UNREAD]
        self.is_set = any(test.operator.quantifier for test in read)
        families = {test.operator.family for test in read}
        values = self._make_values(families, read, budget)
        budget.spend(len(values_of(read)))
        if self.is_set:
            self._make_sets(values, read)
        self.present = (1 << ((1 << len(self._classes)) - 1)) - 1 if self.is_set else values
        self.absent = 1 << self.present.bit_length()
        self.full = self.present | self.absent

    def _make_values(self, families: set[Family], read: list[KeyTest], budget: StepBudget) -> int:
        if families & _TEXT and families != {"bool"}:
            self._text = TextAxis(NOT_EMPTY if self.is_set else ANY_TEXT)
            for test in self._filled:
                for form in (form for forms in self._filled[test] for form in forms):
                    self._text.add(form.glob)
            self._text.build(budget)
            return self._text.full
        # Where a key is compared to values of several kinds, one kind is read; what the conditions
        # of the other kinds say is not known.
        kind = next((test.operator.family for test in read), "")
        texts = values_of(test for test in read if test.operator.family == kind)
        match kind:
            case "numeric" | "date":
                self._values = NumberAxis(texts, moments=kind == "date")
            case "ip":
                self._values = AddressAxis(texts)
            case "binary":
                self._values = BytesAxis(texts)
            case "bool":
                self._values = _Truth()
            case _:
                return 1
        self._kind = kind
        return self._values.full

    def plain(self, test: KeyTest) -> AtomBounds | None:
        """Return what a test's values match without variables; None where that is not known."""
        family = test.operator.family
        if self._text is not None and family in _TEXT:
            bounds = [
                AtomBounds(self._text.must(form.glob), self._text.may(form.glob))
                for forms in self._filled[test]
                for form in forms
                if not form.present and not form.absent
            ]
            return AtomBounds(_union(b.low for b in bounds), _union(b.high for b in bounds))
        if self._values is None or family != self._kind:
            return None
        mask = _union(self._values.mask(test.operator, value) for value in test.values)
        return AtomBounds(mask, mask)

    def conditional(self, test: KeyTest) -> list[ConditionalAtoms]:
        """Return what a test's values match where other keys are present or absent."""
        if self._text is None:
            return []
        return [
            ConditionalAtoms(
                AtomBounds(self._text.must(form.glob), self._text.may(form.glob)),
                form.present,
                form.absent,
            )
            for forms in self._filled.get(test, ())
            for form in forms
            if form.present or form.absent
        ]

    @property
    def truth(self) -> int:
        """The atom of the value true, of a key that is only compared to booleans; else none."""
        return 1 if isinstance(self._values, _Truth) else 0

    def match(self, test: KeyTest, values: Iterable[str]) -> int:
        """Return the values that some of a test's values match, negated or not."""
        if self._text is not None and test in self._filled:
            text, wanted = self._text, set(values)
            pairs = zip(test.values, self._filled[test], strict=True)
            forms = (form for value, forms in pairs if value in wanted for form in forms)
            return _union(text.must(form.glob) for form in forms)
        if self._values is None or test.operator.family != self._kind:
            return 0
        found = self._values
        return _union(found.mask(test.operator, value) for value in values)

    def without(self, values: int) -> int:
        """Return the atoms that take none of some values: absent, or with others only."""
        if not self.is_set:
            return self.absent | (self.present & ~values)
        wanted = _union(1 << at for at, group in enumerate(self._classes) if group & ~values)
        sets = range(1, 1 << len(self._classes))
        return self.absent | _union(1 << (s - 1) for s in sets if not s & ~wanted)

    def holds_if_absent(self, operator: Operator) -> bool:
        """Whether a test holds where the key is absent."""
        if operator.if_exists or operator.quantifier == "all":
            return True
        return operator.negated and operator.quantifier != "any"

    def quantify(self, test: KeyTest, values: int) -> int:
        """Return the atoms of the axis in which a test holds, given the values that match it."""
        operator = test.operator
        if not self.is_set:
            return self.present & ~values if operator.negated else values
        wanted = _union(
            1 << at
            for at, group in enumerate(self._classes)
            if bool(group & values) != operator.negated
        )
        every = operator.quantifier == "all" or (not operator.quantifier and operator.negated)
        sets = range(1, 1 << len(self._classes))
        if every:
            return _union(1 << (s - 1) for s in sets if not s & ~wanted)
        return _union(1 << (s - 1) for s in sets if s & wanted)

    def _make_sets(self, values: int, read: list[KeyTest]) -> None:
        groups = [values]
        for test in read:
            bounds = self.plain(test)
            for mask in bounds or ():
                groups = [part for g in groups for part in (g & mask, g & ~mask) if part]
        if len(groups) > MAX_CLASSES:
            raise TooHard
        self._classes = groups

    def sample(self, atom: int, wish: str = "x") -> tuple[SymbolicText, ...]:
        """Return the values of an atom, none where it is absent; `wish` if it is such a value."""
        if self.absent == 1 << atom:
            return ()
        if not self.is_set:
            return (self._value(1 << atom, wish),)
        chosen = (g for at, g in enumerate(self._classes) if (atom + 1) >> at & 1)
        return tuple(self._value(group, wish) for group in chosen)

    def _value(self, mask: int, wish: str) -> SymbolicText:
        if self._text is not None:
            return self._text.pick(mask, (wish,))
        if self._values is None:
            return (wish,)
        return (self._values.sample((mask & -mask).bit_length() - 1),)


def values_of(tests: Iterable[KeyTest]) -> list[str]:
    """Return all values of some tests."""
    return [value for test in tests for value in test.values]


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found

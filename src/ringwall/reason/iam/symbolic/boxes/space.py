"""The space of requests that some policies distinguish: its axes, and their statements as boxes.

A statement has three sets of boxes. `low` are requests to which it certainly applies, `high` those
to which it may apply. They differ where something is not known: an operator that AWS does not have,
a NotPrincipal that cannot be decided, a variable whose value decides. `claimed` is between them:
there a variable matches itself and nothing else. That is enough for what a candidate allows: every
request that it allows is such a request with values filled in.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ringwall.reason.iam.language.pattern import ARN_FIELDS
from ringwall.reason.iam.language.policy import Condition, Policy, Statement
from ringwall.reason.iam.symbolic.boxes.action_axis import ActionAxis, read_action
from ringwall.reason.iam.symbolic.boxes.automaton import ANY_TEXT, FIELD
from ringwall.reason.iam.symbolic.boxes.box import Box, meet, merge, subtract
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget
from ringwall.reason.iam.symbolic.boxes.key_axis import AtomBounds, KeyAxis, KeyTest
from ringwall.reason.iam.symbolic.boxes.principal_axis import PrincipalAxis
from ringwall.reason.iam.symbolic.boxes.resource_terms import ResourceTerms, read_resource
from ringwall.reason.iam.symbolic.boxes.text_axis import TextAxis

FIRST_FIELD = 1
PRINCIPAL = FIRST_FIELD + ARN_FIELDS
FIRST_KEY = PRINCIPAL + 1


class StatementBoxes(NamedTuple):
    """The boxes of a statement, from those that are certain to those that are possible."""

    low: list[Box]
    claimed: list[Box]
    high: list[Box]


class RequestSpace:
    """Axes: action, six fields of the resource, requester, then one for each condition key."""

    def __init__(
        self, policies: Sequence[Policy], *, by_principal: bool, budget: StepBudget
    ) -> None:
        self.by_principal = by_principal
        self.budget = budget
        self.actions = ActionAxis()
        self.fields = [TextAxis(FIELD) for _ in range(ARN_FIELDS - 1)] + [TextAxis(ANY_TEXT)]
        self.keys: dict[str, KeyAxis] = {}
        statements = [statement for policy in policies for statement in policy.statements]
        for statement in statements:
            self._add(statement)
        elements = [s.principal for s in statements if s.principal] if by_principal else []
        self.principals = PrincipalAxis(elements) if by_principal else None
        self._build()

    def _add(self, statement: Statement) -> None:
        for value in statement.action.values:
            self.actions.add(read_action(value))
        for value in statement.resource_values:
            for term in read_resource(value, variables=statement.variables).terms:
                self._need((*term.present, *term.absent))
                for axis, glob in zip(self.fields, term.fields, strict=True):
                    axis.add(glob)
        for condition in statement.conditions:
            axis_of_key = self._key(condition.key)
            test = axis_of_key.add(condition, variables=statement.variables)
            self._need(axis_of_key.other_keys(test))

    def _need(self, keys: Iterable[str]) -> None:
        for key in sorted(keys):
            self._key(key)

    def _key(self, key: str) -> KeyAxis:
        if key not in self.keys:
            self.keys[key] = KeyAxis(key)
        return self.keys[key]

    def _build(self) -> None:
        self.actions.build(self.budget)
        for field in self.fields:
            field.build(self.budget)
        for key in self.keys.values():
            key.build(self.budget)
        # The resource `*` is one more atom of the first field; the other fields mean nothing then.
        self.star = self.fields[0].full + 1
        self.full: Box = (
            self.actions.full,
            self.fields[0].full | self.star,
            *(field.full for field in self.fields[1:]),
            self.principals.full if self.principals else 1,
            *(key.full for key in self.keys.values()),
        )
        self._at = {key: FIRST_KEY + at for at, key in enumerate(self.keys)}

    def at(self, key: str) -> int:
        """Return the position of a key's axis."""
        return self._at[key]

    def boxes_of(self, statement: Statement) -> StatementBoxes:
        """Return the boxes of a statement."""
        base = self._base(statement)
        if base is None:
            return StatementBoxes([], [], [])
        low, high = base
        resource = self._resource(statement)
        parts = [resource] if resource else []
        for condition in statement.conditions:
            found = self._condition(condition, variables=statement.variables)
            if isinstance(found, StatementBoxes):
                # Where another condition limits the key, a variable does not stand for every value:
                # its value may be the one that the other condition names.
                alone = sum(other.key == condition.key for other in statement.conditions) == 1
                parts.append(found if alone else found._replace(claimed=found.high))
            else:
                low[found[0]] &= found[1]
                high[found[0]] &= found[1]
        certain = self._product(low, [part.low for part in parts])
        if low == high and all(part.low is part.high for part in parts):
            return StatementBoxes(certain, certain, certain)
        claimed = self._product(high, [part.claimed for part in parts])
        return StatementBoxes(certain, claimed, self._product(high, [part.high for part in parts]))

    def _base(self, statement: Statement) -> tuple[list[int], list[int]] | None:
        low = list(self.full)
        low[0] = self.actions.mask(statement.action.values)
        if statement.action.negated:
            low[0] = self.full[0] & ~low[0]
        names_nothing = statement.resource is None and statement.principal is None
        if names_nothing and statement.effect == "Allow":
            # Trust policies have no Resource; AWS accepts no other statement without one.
            return None
        high = list(low)
        if self.principals is not None:
            if statement.principal is None:
                # AWS requires a Principal here: a statement without one allows no principal.
                return (low, high) if statement.effect == "Deny" else None
            bounds = self.principals.mask(statement.principal, statement.effect)
            low[PRINCIPAL], high[PRINCIPAL] = bounds
        return low, high

    def _product(self, start: Sequence[int], parts: list[list[Box]]) -> list[Box]:
        if not all(start):
            return []
        found: list[Box] = [tuple(start)]
        for part in parts:
            self.budget.spend(len(found) * len(part))
            found = [box for one in found for two in part if (box := meet(one, two))]
        return merge(found)

    def _resource(self, statement: Statement) -> StatementBoxes | None:
        """Return the boxes of Resource or NotResource; None where it matches everything."""
        patterns = statement.resource
        if patterns is None or (not patterns.negated and "*" in patterns.values):
            return None
        found = [read_resource(v, variables=statement.variables) for v in statement.resource_values]
        is_exact = all(terms.is_exact for terms in found)
        low = merge(box for terms in found for box in self._boxes(terms, certain=True))
        high = low
        if not is_exact:
            high = [self.full]
        elif any(field.has_variables for field in self.fields):
            high = merge(box for terms in found for box in self._boxes(terms, certain=False))
        if not patterns.negated:
            # What a pattern claims is what it certainly matches, unless it has too many terms.
            return StatementBoxes(low, low if is_exact else high, high)
        without_high = subtract([self.full], high, self.budget)
        without_low = without_high if low is high else subtract([self.full], low, self.budget)
        return StatementBoxes(without_high, without_low, without_low)

    def _boxes(self, found: ResourceTerms, *, certain: bool) -> Iterator[Box]:
        for term in found.terms:
            masks = list(self.full)
            for at, (axis, glob) in enumerate(zip(self.fields, term.fields, strict=True)):
                masks[FIRST_FIELD + at] = axis.must(glob) if certain else axis.may(glob)
            box = self._where(masks, term.present, term.absent)
            if all(box):
                yield tuple(box)
        if found.is_star:
            yield (self.full[0], self.star, *self.full[2:])

    def _where(self, masks: list[int], present: Iterable[str], absent: Iterable[str]) -> list[int]:
        for key in present:
            masks[self._at[key]] &= self.keys[key].present
        for key in absent:
            masks[self._at[key]] &= self.keys[key].absent
        return masks

    def _condition(
        self, condition: Condition, *, variables: bool
    ) -> StatementBoxes | tuple[int, int]:
        """Return the boxes of a condition, or its axis and mask where all of them are one box."""
        axis, at = self.keys[condition.key], self._at[condition.key]
        operator = condition.operator
        test = KeyTest(operator, condition.values, variables and operator.takes_variables)
        if operator.family == "null":
            wanted = {value.lower() for value in condition.values}
            mask = axis.absent if "true" in wanted else 0
            return at, mask | (axis.present if "false" in wanted else 0)
        plain = axis.plain(test) if operator.family != "unknown" else None
        conditional = axis.conditional(test)
        absent = axis.absent if axis.holds_if_absent(operator) else 0
        if plain is None or (conditional and operator.quantifier):
            # Not known, but for the absence of the key (if the operator is one that AWS has).
            open_values = self.full[at] if operator.family == "unknown" else axis.present | absent
            certain = 0 if operator.family == "unknown" else absent
            low, high = self._only(at, certain), self._only(at, open_values)
            return StatementBoxes(low, high, high)
        if not conditional:
            low_values, high_values = reversed(plain) if operator.negated else plain
            low_mask = axis.quantify(test, low_values) | absent
            if low_values == high_values:
                return at, low_mask
            high_mask = axis.quantify(test, high_values) | absent
            low, high = self._only(at, low_mask), self._only(at, high_mask)
            return StatementBoxes(low, high if operator.negated else low, high)
        return self._conditional(axis, absent, plain, test)

    def _conditional(
        self, axis: KeyAxis, absent: int, plain: AtomBounds, test: KeyTest
    ) -> StatementBoxes:
        at = self._at[axis.key]
        sides: list[list[Box]] = []
        for certain in (True, False):
            boxes = self._only(at, plain.low if certain else plain.high)
            for values, present, missing in axis.conditional(test):
                masks = list(self.full)
                masks[at] = values.low if certain else values.high
                box = tuple(self._where(masks, present, missing))
                boxes.extend([box] if all(box) else [])
            sides.append(merge(boxes))
        low, high = sides
        if not test.operator.negated:
            extra = self._only(at, absent)
            return StatementBoxes(low + extra, low + extra, high + extra)
        # A negated operator holds where the key is absent, whatever the variables are.
        with_key = self._only(at, axis.present)
        without_high = subtract(with_key, high, self.budget) + self._only(at, absent)
        without_low = subtract(with_key, low, self.budget) + self._only(at, absent)
        return StatementBoxes(without_high, without_low, without_low)

    def _only(self, at: int, mask: int) -> list[Box]:
        return [(*self.full[:at], mask, *self.full[at + 1 :])] if mask else []

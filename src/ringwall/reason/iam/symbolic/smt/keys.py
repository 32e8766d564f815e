"""Condition keys as Z3 variables: whether they are there, and their values."""

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import z3

from ringwall.reason.iam.language.comparisons import EXACT, read_moment, read_network, read_number
from ringwall.reason.iam.language.operators import Operator
from ringwall.reason.iam.language.pattern import Variable, read_pattern
from ringwall.reason.iam.language.policy import Condition, Statement
from ringwall.reason.iam.symbolic.smt.text import VariableFilling, free, match_arn, match_text

_TEXT = frozenset({"string", "like", "arn", "bool"})
_V6_BITS = 128


class _Key:
    """One key: present or not; a few slots for values, of which the first is in use if present.

    As many values as there are tests are enough to distinguish sets of values: each test needs at
    most one of them to be true, or to be false.
    """

    def __init__(self, name: str, conditions: Sequence[Condition]) -> None:
        self.has = z3.Bool(f"has {name}")
        read = [c for c in conditions if c.operator.family not in {"null", "unknown"}]
        families = {c.operator.family for c in read}
        self.kind: str = "text" if families & _TEXT or not families else read[0].operator.family
        self.is_set = any(c.operator.quantifier for c in read)
        slots = len({(c.operator, c.values) for c in read}) if self.is_set else 1
        self.used = [z3.And(), *(z3.Bool(f"{name} uses {i}") for i in range(1, slots))]
        make = {"text": z3.String, "numeric": z3.Real, "date": z3.Real}.get(self.kind)
        self.values: list[Any] = [
            make(f"{name} {i}") if make else z3.BitVec(f"{name} {i}", _V6_BITS)
            for i in range(slots)
        ]
        self.is_v6 = [z3.Bool(f"{name} v6 {i}") for i in range(slots)]
        only_bool = families == {"bool"}
        self.facts: list[z3.BoolRef] = []
        for value, is_v6 in zip(self.values, self.is_v6, strict=True):
            if only_bool:
                self.facts.append(z3.Or(value == "true", value == "false"))
            elif self.kind == "text" and self.is_set:
                self.facts.append(value != "")
            elif self.kind == "ip":
                self.facts.append(z3.Or(is_v6, z3.ULT(value, 1 << 32)))


class KeyVariables:
    """All keys that some statements mention."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        by_key: dict[str, list[Condition]] = {}
        for statement in statements:
            for condition in statement.conditions:
                by_key.setdefault(condition.key, []).append(condition)
        for key in variable_keys(statements):
            by_key.setdefault(key, [])
        self._keys = {name: _Key(name, found) for name, found in by_key.items()}
        self.names = tuple(self._keys)
        self.facts = [fact for key in self._keys.values() for fact in key.facts]
        texts = (key for key in self._keys.values() if key.kind == "text")
        self.texts: list[z3.SeqRef] = [value for key in texts for value in key.values]

    def has(self, key: str) -> z3.BoolRef:
        """Return whether a key is there."""
        return self._keys[key].has

    def text(self, key: str) -> z3.SeqRef | None:
        """Return a key's value; None where it is not one text."""
        found = self._keys[key]
        return found.values[0] if found.kind == "text" and not found.is_set else None

    def holds(self, condition: Condition, *, variables: bool) -> z3.BoolRef:
        """Return when a condition holds."""
        operator, key = condition.operator, self._keys[condition.key]
        if operator.family == "unknown":
            return free(f"{operator.name} {condition.key} {condition.values}")
        if operator.family == "null":
            wanted = {value.lower() for value in condition.values}
            missing = [z3.Not(key.has)] if "true" in wanted else []
            return z3.Or([*missing, *([key.has] if "false" in wanted else [])])
        if operator.if_exists or operator.quantifier == "all":
            absent = True
        else:
            absent = operator.negated and operator.quantifier != "any"
        every = operator.quantifier == "all" or (operator.negated and not operator.quantifier)
        tests: list[z3.BoolRef] = []
        for slot, used in enumerate(key.used):
            test = self._matches(condition, key, slot, variables=variables)
            test = z3.Not(test) if operator.negated else test
            tests.append(z3.Implies(used, test) if every else z3.And(used, test))
        found = z3.And(tests) if every else z3.Or(tests)
        return z3.If(key.has, found, z3.BoolVal(val=absent))

    def _matches(
        self, condition: Condition, key: _Key, slot: int, *, variables: bool
    ) -> z3.BoolRef:
        operator = condition.operator
        family = "text" if operator.family in _TEXT else operator.family
        if family != key.kind or family == "binary":
            return free(f"{operator.family} {condition.key} {slot} {condition.values}")
        value = key.values[slot]
        return z3.Or([
            self._compare(value, key.is_v6[slot], operator, wanted, variables=variables)
            for wanted in condition.values
        ])  # fmt: skip

    def _compare(
        self, value: Any, is_v6: z3.BoolRef, operator: Operator, wanted: str, *, variables: bool
    ) -> z3.BoolRef:
        match operator.family:
            case "ip":
                return _in_network(value, is_v6, wanted)
            case "numeric" | "date":
                return _compare_number(value, operator, wanted)
            case "bool":
                if wanted.lower() not in {"true", "false"}:
                    return z3.Or()
                return match_text(value, (wanted.lower(),), VariableFilling(self, folded=True))
        folded = operator.ignores_case
        pattern = read_pattern(
            wanted.lower() if folded else wanted,
            variables=variables,
            wildcards=operator.family in {"like", "arn"},
        )
        filling = VariableFilling(self, folded=folded)
        compare = match_arn if operator.family == "arn" else match_text
        found = compare(value, pattern, filling)
        return z3.And([found, *filling.facts()])

    def read(self, model: z3.ModelRef) -> Mapping[str, tuple[str, ...]]:
        """Return the keys that a model has, with their values."""
        found: dict[str, tuple[str, ...]] = {}
        for name, key in self._keys.items():
            if not z3.is_true(model.eval(key.has, model_completion=True)):
                continue
            slots = range(len(key.used))
            used = [i for i in slots if z3.is_true(model.eval(key.used[i], model_completion=True))]
            found[name] = tuple(dict.fromkeys(_read_slot(key, model, i) for i in used))
        return found


def variable_keys(statements: Iterable[Statement]) -> set[str]:
    """Return the keys whose values are put into patterns."""
    texts: set[str] = set()
    for statement in statements:
        if statement.variables:
            texts.update(statement.resource_values)
            for condition in statement.conditions:
                if condition.operator.takes_variables:
                    texts.update(condition.values)
    tokens = (token for text in texts for token in read_pattern(text, variables=True))
    return {token.key for token in tokens if isinstance(token, Variable)}


def _in_network(value: z3.BitVecRef, is_v6: z3.BoolRef, wanted: str) -> z3.BoolRef:
    network = read_network(wanted)
    if network is None:
        return z3.Or()
    low, high = int(network.network_address), int(network.broadcast_address)
    version = is_v6 if network.version == 6 else z3.Not(is_v6)  # noqa: PLR2004 - its name
    return z3.And(version, z3.ULE(low, value), z3.ULE(value, high))


def _compare_number(value: z3.ArithRef, operator: Operator, wanted: str) -> z3.BoolRef:
    number = (read_moment if operator.family == "date" else read_number)(wanted)
    if number is None:
        return z3.Or()
    limit = z3.RealVal(f"{number:f}")
    found: z3.BoolRef = {
        "eq": value == limit,
        "lt": value < limit,
        "le": value <= limit,
        "gt": value > limit,
        "ge": value >= limit,
    }[operator.comparison]
    return found


def _read_slot(key: _Key, model: z3.ModelRef, slot: int) -> str:
    value = model.eval(key.values[slot], model_completion=True)
    match key.kind:
        case "text":
            return read_text(value)
        case "ip":
            is_v6 = z3.is_true(model.eval(key.is_v6[slot], model_completion=True))
            number = value.as_long()
            return str(ipaddress.IPv6Address(number) if is_v6 else ipaddress.IPv4Address(number))
        case "numeric" | "date":
            over, under = value.numerator_as_long(), value.denominator_as_long()
            return f"{EXACT.divide(Decimal(over), Decimal(under)):f}"
    return "eA=="


def read_text(value: z3.SeqRef) -> str:
    """Return the text of a Z3 literal."""
    return re.sub(
        r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), str(value.as_string())
    )

"""One requester, action and resource over all contexts: always allowed, sometimes, or never.

The concrete evaluator decides what the known keys decide. Where it leaves the answer open, the open
keys are tried one after the other, one value for every class of values that the conditions tell
apart (absence is a class too), until each way is decided. So the answer is exact, and what is
allowed sometimes comes with a context in which the evaluator allows it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ringwall.reason.iam.context import UNKNOWN, Context, Values
from ringwall.reason.iam.evaluate import Deciding, Decision, evaluate
from ringwall.reason.iam.layers import Layers
from ringwall.reason.iam.pattern import Variable, read_pattern
from ringwall.reason.iam.policy import Condition
from ringwall.reason.iam.request import Request
from ringwall.reason.iam.symbolic.budget import Budget, TooHard
from ringwall.reason.iam.symbolic.key_axis import KeyAxis
from ringwall.reason.iam.symbolic.witnesses import spell

Modality = Literal["must", "may", "never", "unknown"]
"""Allowed whatever the context is; in some contexts; in none; not to be told."""
MAX_TRIED = 600
"""Contexts that are tried for one question before it counts as too hard."""
_STEPS = 30_000

Admits = Callable[[str, Values], bool]
"""Whether a key may have these values (none: whether it may be absent)."""


@dataclass(frozen=True)
class Access:
    """Whether a request is allowed, over all contexts.

    `witness` is a context in which it is allowed; `residual` are the conditions that it takes, of
    the statements that then allow it. `unknown` says what an unknown answer hangs on.
    """

    verdict: Modality
    decision: Decision
    witness: Mapping[str, Values] = field(default_factory=dict)
    residual: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether it is allowed in some context for certain."""
        return self.verdict in {"must", "may"}


def decide_over_contexts(
    request: Request, layers: Layers, admits: Admits = lambda *_: True
) -> Access:
    """Return the answer over all contexts that agree with what the request's context knows.

    `admits` narrows the values of open keys, as for a stranger who is of no organization of ours.
    """
    decision = evaluate(request, layers)
    if decision.verdict == "allowed":
        return Access("must", decision)
    if decision.verdict != "unknown":
        return Access("never", decision)
    try:
        return _Trial(request, layers, admits).decide(decision)
    except TooHard:
        return Access("unknown", decision, unknown=("too many conditions to tell apart",))


def describe_condition(condition: Condition) -> str:
    """Return a condition in one line: `StringEquals aws:SourceVpce vpce-1`."""
    return f"{condition.operator.name} {condition.key} {', '.join(condition.values)}".rstrip()


class _Trial:
    """The search over one question's open keys."""

    def __init__(self, request: Request, layers: Layers, admits: Admits) -> None:
        self.request = request
        self.layers = layers
        self.admits = admits
        self.left = MAX_TRIED
        self.budget = Budget(_STEPS)
        self.values: dict[str, tuple[Values, ...]] = {}
        self.is_exact = True
        self.allowed: tuple[dict[str, Values], Decision] | None = None
        self.is_denied_somewhere = False
        self.open: list[str] = []
        self.doubtful: tuple[Deciding, ...] = ()

    def decide(self, decision: Decision) -> Access:
        """Return the answer, given the evaluator's on what is known."""
        self.doubtful = decision.doubtful
        self._read_keys(decision)
        self._visit({}, decision)
        if self.allowed is None:
            if self.open or not self.is_exact:
                questions = tuple(dict.fromkeys(self.open)) or decision.unknown
                return Access("unknown", decision, unknown=questions)
            return Access("never", Decision("implicitly_denied"))
        witness, found = self.allowed
        if not (self.is_denied_somewhere or self.open) and self.is_exact:
            return Access("must", found)
        return Access("may", found, witness, self._residual(found), tuple(dict.fromkeys(self.open)))

    def _read_keys(self, decision: Decision) -> None:
        axes: dict[str, KeyAxis] = {}
        for deciding in decision.doubtful:
            variables = deciding.statement.statement.variables
            for condition in deciding.statement.open_conditions(self.request.context):
                if condition.operator.family == "unknown":
                    continue
                self._take_in(condition, axes, variables=variables)
        for key, axis in axes.items():
            axis.build(self.budget)
            read = (test for test in axis.tests if test.operator.family != "null")
            if any(axis.plain(test) is None for test in read):
                self.is_exact = False  # compared to things of several kinds: one of them is read
            found = [self._spell(axis, atom) for atom in _atoms(axis.full)]
            # Absence first: what needs no key at all makes the plainest example.
            admitted = sorted((v for v in found if self.admits(key, v)), key=len)
            self.values[key] = tuple(dict.fromkeys(admitted))

    def _take_in(self, condition: Condition, axes: dict[str, KeyAxis], *, variables: bool) -> None:
        filled = self._fill(condition) if variables else condition
        axis = axes.setdefault(condition.key, KeyAxis(condition.key))
        test = axis.add(filled, variables=variables)
        others = {key for key in axis.other_keys(test) if self._is_open(key)}
        if others:  # values that hang on other open keys are tried, and not told apart
            self.is_exact = False
            for key in others:
                axes.setdefault(key, KeyAxis(key))

    def _fill(self, condition: Condition) -> Condition:
        """Return a condition with those variables put in that the context knows."""
        values = tuple(_fill_text(value, self.request.context) for value in condition.values)
        return replace(condition, values=values)

    def _is_open(self, key: str) -> bool:
        return self.request.context.get(key) is UNKNOWN

    def _spell(self, axis: KeyAxis, atom: int) -> Values:
        return tuple(spell(text, {}) for text in axis.sample(atom))

    def _visit(self, assigned: dict[str, Values], decision: Decision) -> None:
        """Try the values of one open key, and of the next where that does not decide."""
        if decision.verdict == "allowed":
            if self.allowed is None:
                self.allowed = (assigned, decision)
            return
        if decision.verdict != "unknown":
            self.is_denied_somewhere = True
            return
        key = self._choose(assigned, decision)
        if key is None:
            self.open.extend(decision.unknown)
            return
        for values in self.values[key]:
            if self.allowed and (self.is_denied_somewhere or self.open):
                return  # it is allowed sometimes: nothing else can come of it
            self.left -= 1
            if self.left < 0:
                raise TooHard
            here = {**assigned, key: values}
            context = self.request.context.fill_in(here)
            self._visit(here, evaluate(replace(self.request, context=context), self.layers))

    def _choose(self, assigned: Mapping[str, Values], decision: Decision) -> str | None:
        context = self.request.context.fill_in(assigned)
        for deciding in decision.doubtful:
            for condition in deciding.statement.open_conditions(context):
                if condition.key in self.values and condition.key not in assigned:
                    return condition.key
        return next((key for key in self.values if key not in assigned), None)

    def _residual(self, found: Decision) -> tuple[str, ...]:
        """Return what limits the access: what must hold for the grant, and what must not.

        Of several statements that may allow it, those count that do in the example.
        """
        granting = {id(deciding.statement) for deciding in found.statements}
        limits: list[str] = []
        for deciding in self.doubtful:
            conditions = deciding.statement.open_conditions(self.request.context)
            texts = [describe_condition(condition) for condition in conditions]
            if deciding.statement.is_denial:
                limits.append(f"unless {' and '.join(texts)}" if texts else "")
            elif deciding.layer not in {"identity", "resource"} or (
                id(deciding.statement) in granting
            ):
                limits.extend(texts)
        return tuple(dict.fromkeys(filter(None, limits)))


def _atoms(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _fill_text(value: str, context: Context) -> str:
    """Return a value with the variables put in that have one known value; others stay."""

    def put_in(match: re.Match[str]) -> str:
        token = read_pattern(match[0], variables=True)[:1]
        if not token or not isinstance(token[0], Variable):
            return match[0]
        found = context.variable(token[0].key, token[0].default)
        # Text that is put in is literal: a star in it is a star.
        return re.sub(r"[*?$]", r"${\g<0>}", found) if isinstance(found, str) else match[0]

    return re.sub(r"\$\{[^{}]*\}", put_in, value)

"""One requester, action and resource over all contexts: always allowed, sometimes, or never.

The concrete evaluator decides what the known keys decide. Where it leaves the answer open, the open
keys are tried one after the other, one value for every class of values that the conditions tell
apart (absence is a class too), until each way is decided. So the answer is exact, and what is
allowed sometimes comes with a context in which the evaluator allows it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ringwall.reason.iam.evaluation.combined_decision import combine_decisions
from ringwall.reason.iam.evaluation.context import RequestContext, Values
from ringwall.reason.iam.evaluation.evaluate import Decision, evaluate
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.evaluation.resource_parts import ANY_PART, sample_value
from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.pattern import Variable, read_pattern
from ringwall.reason.iam.language.policy import Condition
from ringwall.reason.iam.language.variables import UNKNOWN
from ringwall.reason.iam.symbolic.boxes.budget import Budget, TooHard
from ringwall.reason.iam.symbolic.boxes.key_axis import KeyAxis, KeyTest
from ringwall.reason.iam.symbolic.boxes.witnesses import spell

Modality = Literal["must", "may", "never", "unknown"]
"""Allowed whatever the context is; in some contexts; in none; not to be told."""
RANK: Mapping[Modality, int] = {"never": 0, "unknown": 1, "may": 2, "must": 3}
"""Answers from the narrowest to the widest."""
MAX_TRIED = 600
"""Contexts that are tried for one question before it counts as too hard."""
_STEPS = 30_000

SESSION_KEYS = frozenset(
    {
        *("aws:multifactorauthpresent", "aws:multifactorauthage", "aws:sourceip", "aws:sourcevpc"),
        *("aws:sourcevpce", "aws:vpcsourceip", "aws:tokenissuetime", "aws:sourceidentity"),
        *("aws:federatedprovider", "aws:userid", "aws:useragent", "aws:referer"),
        *("aws:securetransport", "aws:assumedroot", "sts:externalid", "sts:rolesessionname"),
    }
)
"""Keys that tell of who asks and from where: in several requests of one session they are the same.
`aws:PrincipalTag/...` is one of them too."""

Ask = tuple[Request, PolicySet]
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
    request: Request, policy_set: PolicySet, admits: Admits = lambda *_: True
) -> Access:
    """Return the answer over all contexts that agree with what the request's context knows.

    `admits` narrows the values of open keys, as for a stranger who is of no organization of ours.
    """
    return decide_all_over_contexts(((request, policy_set),), admits)


def decide_as_one(asked: Iterable[Ask], admits: Admits = lambda *_: True) -> Access:
    """Return whether one request is allowed that is put to several resources' policies.

    So it is with one through an access point: its keys have the same values everywhere.
    """
    return decide_all_over_contexts(asked, admits, is_one=True)


def decide_all_over_contexts(
    asked: Iterable[Ask], admits: Admits = lambda *_: True, *, is_one: bool = False
) -> Access:
    """Return whether one session may make all of these requests.

    Keys that tell of the session have the same values in all of them, others in each its own,
    unless they are `is_one` request. What comes after one that is denied is not looked at.
    """
    seen: list[Ask] = []
    decisions: list[Decision] = []
    for request, policy_set in asked:
        seen.append((request, policy_set))
        decisions.append(evaluate(request, policy_set))
        if decisions[-1].verdict in {"explicitly_denied", "implicitly_denied"}:
            return Access("never", decisions[-1])
    decision = combine_decisions(decisions)
    if decision.verdict == "allowed":
        return Access("must", decision)
    if names := _name_sessions(seen, decisions):
        tried = (
            (name, decide_all_over_contexts(_as_session(seen, name), admits, is_one=is_one))
            for name in names
        )
        return _join(dict(tried))
    try:
        return _Trial(seen, decisions, admits, is_one=is_one).decide()
    except TooHard:
        return Access("unknown", decision, unknown=("too many conditions to tell apart",))


def _name_sessions(asked: Iterable[Ask], decisions: Iterable[Decision]) -> tuple[str, ...]:
    """Return the sessions of the role that asks that statements name, and one more.

    Whoever becomes a role chooses the session's name.
    """
    requester = next(request.requester for request, _ in asked)
    if requester.kind != "role":
        return ()
    head = requester.session_head
    found = [
        name.value
        for decision in decisions
        for deciding in decision.doubtful
        if (principals := deciding.statement.statement.principal)
        for name in principals.names
        if name.value.startswith(head) and len(name.value) > len(head)
    ]
    return (*dict.fromkeys(found), f"{head}{ANY_PART}") if found else ()


def _as_session(asked: Iterable[Ask], name: str) -> Iterator[Ask]:
    for request, policy_set in asked:
        session = read_requester(name, role_arn=request.requester.name)
        shapes = {
            key: shape.replace("*", _last(name)) if _last(name) != ANY_PART else shape
            for key, shape in request.shapes.items()
        }
        yield replace(request, requester=session, shapes=shapes), policy_set


def _join(tried: Mapping[str, Access]) -> Access:
    """Return one answer for all sessions: where only some are let in, that is a condition."""
    verdicts = {access.verdict for access in tried.values()}
    name, best = max(tried.items(), key=lambda item: RANK[item[1].verdict])
    if len(verdicts) == 1 or best.verdict == "unknown":
        return best
    limits = (
        [f"unless the session is named {_last(n)}" for n, a in tried.items() if not a.is_possible]
        if _last(name) == ANY_PART
        else [f"the session is named {_last(name)}"]
    )
    return replace(best, verdict="may", residual=(*best.residual, *limits))


def _last(arn: str) -> str:
    return arn.rpartition("/")[2]


def describe_condition(condition: Condition) -> str:
    """Return a condition in one line: `StringEquals aws:SourceVpce vpce-1`."""
    return f"{condition.operator.name} {condition.key} {', '.join(condition.values)}".rstrip()


def is_session_key(key: str) -> bool:
    """Whether a key tells of the session, and not of one request that it makes."""
    return key in SESSION_KEYS or key.startswith("aws:principal")


Slot = tuple[int, str]
"""An open key: of one request (by its position), or of the session (-1)."""


class _Trial:
    """The search over the open keys of one question."""

    def __init__(
        self, asked: Sequence[Ask], first: list[Decision], admits: Admits, *, is_one: bool
    ) -> None:
        self.asked = asked
        self.is_one = is_one
        self.first = first
        self.admits = admits
        self.left = MAX_TRIED
        self.budget = Budget(_STEPS)
        self.values: dict[Slot, tuple[Values, ...]] = {}
        self.is_exact = True
        self.allowed: tuple[dict[Slot, Values], list[Decision]] | None = None
        self.is_denied_somewhere = False
        self.open: list[str] = []

    def decide(self) -> Access:
        """Return the answer."""
        self._read_keys()
        self._visit({}, self.first)
        decision = combine_decisions(self.first)
        if self.allowed is None:
            if self.open or not self.is_exact:
                questions = tuple(dict.fromkeys(self.open)) or decision.unknown
                return Access("unknown", decision, unknown=questions)
            return Access("never", Decision("implicitly_denied"))
        witness, found = self.allowed
        together = combine_decisions(found)
        if not (self.is_denied_somewhere or self.open) and self.is_exact:
            return Access("must", together)
        context = {key: values for (_, key), values in witness.items()}
        return Access(
            "may", together, context, self._residual(found), tuple(dict.fromkeys(self.open))
        )

    def _evaluate(self, assigned: Mapping[Slot, Values]) -> list[Decision]:
        return [evaluate(self._request(at, assigned), self.asked[at][1]) for at in self._positions]

    @property
    def _positions(self) -> range:
        return range(len(self.asked))

    def _request(self, at: int, assigned: Mapping[Slot, Values]) -> Request:
        request = self.asked[at][0]
        if not assigned:
            return request
        known = {key: values for (whose, key), values in assigned.items() if whose in {-1, at}}
        return replace(request, context=request.context.fill_in(known))

    def _slot(self, at: int, key: str) -> Slot:
        # What tells of the resource may differ: a point's tags are not its bucket's.
        is_same = self.is_one and not key.startswith("aws:resource")
        return (-1 if is_same or is_session_key(key) else at, key)

    def _read_keys(self) -> None:
        axes: dict[Slot, KeyAxis] = {}
        named: dict[Slot, Values] = {}
        for at, decision in enumerate(self.first):
            context = self.asked[at][0].context
            for deciding in decision.doubtful:
                variables = deciding.statement.statement.variables
                for condition in deciding.statement.open_conditions(context):
                    if condition.operator.family != "unknown":
                        self._take_in(at, condition, axes, variables=variables)
                for key in deciding.statement.open_variables(context):
                    # Whether the resource is meant hangs on it: one value is tried that parts of
                    # resources are named by, and not all that there are.
                    self.is_exact = False
                    slot = self._slot(at, key)
                    axes.setdefault(slot, KeyAxis(key))
                    named[slot] = (sample_value(key, self.asked[at][0]),)
        for slot, axis in axes.items():
            shape = self._add_shape(slot, axis)
            axis.build(self.budget)
            read = (test for test in axis.tests if test.operator.family != "null")
            if any(axis.plain(test) is None for test in read):
                self.is_exact = False  # compared to things of several kinds: one of them is read
            full = axis.full
            if shape and (bounds := axis.plain(shape)):
                full &= axis.quantify(shape, bounds.high)
            found = [_spell(axis, atom) for atom in _atoms(full)]
            # Absence first: what needs no key at all makes the plainest example.
            found += [named[slot]] if slot in named else []
            admitted = sorted((v for v in found if self.admits(axis.key, v)), key=len)
            self.values[slot] = tuple(dict.fromkeys(admitted))

    def _add_shape(self, slot: Slot, axis: KeyAxis) -> KeyTest | None:
        """Tell an axis which values its key may have, if that is known."""
        whose = self.asked if slot[0] < 0 else self.asked[slot[0] : slot[0] + 1]
        pattern = next((r.shapes[axis.key] for r, _ in whose if axis.key in r.shapes), "")
        if not pattern:
            return None
        like = Condition(read_operator("StringLike"), axis.key, (pattern,))
        return axis.add(like, variables=False)

    def _take_in(
        self, at: int, condition: Condition, axes: dict[Slot, KeyAxis], *, variables: bool
    ) -> None:
        context = self.asked[at][0].context
        filled = _fill(condition, context) if variables else condition
        axis = axes.setdefault(self._slot(at, condition.key), KeyAxis(condition.key))
        test = axis.add(filled, variables=variables)
        for key in axis.other_keys(test):
            if context.get(key) is UNKNOWN:
                # Values that hang on other open keys are tried, and not told apart.
                self.is_exact = False
                axes.setdefault(self._slot(at, key), KeyAxis(key))

    def _visit(self, assigned: dict[Slot, Values], decisions: list[Decision]) -> None:
        """Try the values of one open key, and of the next where that does not decide."""
        verdict = combine_decisions(decisions).verdict
        if verdict == "allowed":
            if self.allowed is None:
                self.allowed = (assigned, decisions)
            return
        if verdict != "unknown":
            self.is_denied_somewhere = True
            return
        slot = self._choose(assigned, decisions)
        if slot is None:
            found = [q for decision in decisions for q in decision.unknown]
            self.open.extend(found or ["what no condition key tells"])
            return
        for values in self.values[slot]:
            if self.allowed and (self.is_denied_somewhere or self.open):
                return  # it is allowed sometimes: nothing else can come of it
            self.left -= 1
            if self.left < 0:
                raise TooHard
            here = {**assigned, slot: values}
            self._visit(here, self._evaluate(here))

    def _choose(self, assigned: Mapping[Slot, Values], decisions: list[Decision]) -> Slot | None:
        for at, decision in enumerate(decisions):
            context = self._request(at, assigned).context
            for deciding in decision.doubtful:
                for condition in deciding.statement.open_conditions(context):
                    slot = self._slot(at, condition.key)
                    if slot in self.values and slot not in assigned:
                        return slot
        return next((slot for slot in self.values if slot not in assigned), None)

    def _residual(self, found: list[Decision]) -> tuple[str, ...]:
        """Return what limits the access: what must hold for the grant, and what must not.

        Of several statements that may allow it, those count that do in the example.
        """
        limits: list[str] = []
        for at, (before, after) in enumerate(zip(self.first, found, strict=True)):
            granting = {id(deciding.statement) for deciding in after.statements}
            for deciding in before.doubtful:
                context = self.asked[at][0].context
                conditions = deciding.statement.open_conditions(context)
                texts = [describe_condition(condition) for condition in conditions]
                keys = deciding.statement.open_variables(context)
                texts += [f"Resource has ${{{key}}}" for key in keys]
                if deciding.statement.is_denial:
                    limits.append(f"unless {' and '.join(texts)}" if texts else "")
                elif deciding.policy_type not in {"identity", "resource"} or (
                    id(deciding.statement) in granting
                ):
                    limits.extend(texts)
        return tuple(dict.fromkeys(filter(None, limits)))


def _atoms(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _spell(axis: KeyAxis, atom: int) -> Values:
    return tuple(spell(text, {}) for text in axis.sample(atom))


def _fill(condition: Condition, context: RequestContext) -> Condition:
    """Return a condition with those variables put in that the context knows."""
    values = tuple(_fill_text(value, context) for value in condition.values)
    return replace(condition, values=values)


def _fill_text(value: str, context: RequestContext) -> str:
    """Return a value with the variables put in that have one known value; others stay."""

    def put_in(match: re.Match[str]) -> str:
        token = read_pattern(match[0], variables=True)[:1]
        if not token or not isinstance(token[0], Variable):
            return match[0]
        found = context.variable(token[0].key, token[0].default)
        # Text that is put in is literal: a star in it is a star.
        return re.sub(r"[*?$]", r"${\g<0>}", found) if isinstance(found, str) else match[0]

    return re.sub(r"\$\{[^{}]*\}", put_in, value)

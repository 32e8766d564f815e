"""Policies as formulas over a request: strings, numbers and truth values."""

import re
from collections.abc import Iterable, Sequence

import z3

from ringwall.reason.iam.language.pattern import ARN_FIELDS, read_pattern, split_arn
from ringwall.reason.iam.language.policy import Patterns, Policy, Principals, Statement
from ringwall.reason.iam.symbolic.boxes.principal_axis import PrincipalAxis
from ringwall.reason.iam.symbolic.check_answer import Witness
from ringwall.reason.iam.symbolic.smt.keys import KeyVariables, read_text
from ringwall.reason.iam.symbolic.smt.text import VariableFilling, match_text, to_regex

_COLON = z3.StringVal(":")


class PolicyEncoder:
    """One request as Z3 variables, and policies as formulas over it."""

    def __init__(self, policies: Sequence[Policy], principals: PrincipalAxis | None) -> None:
        self.action = z3.String("action")
        self.fields = [z3.String(f"field{at}") for at in range(ARN_FIELDS)]
        self.is_star = z3.Bool("is_star")
        self.who = z3.Int("who")
        self._principals = principals
        statements = [s for policy in policies for s in policy.statements]
        self._keys = KeyVariables(statements)
        self.facts = [*self._shape(), *self._keys.facts]

    @property
    def key_names(self) -> tuple[str, ...]:
        """Every key that the policies mention."""
        return self._keys.names

    @property
    def wishes(self) -> list[z3.BoolRef]:
        """That every text has letters, digits and common marks only."""
        plain = z3.Star(z3.Union(z3.Range("-", ":"), z3.Range("a", "z"), z3.Range("A", "Z")))
        return [z3.InRe(text, plain) for text in (self.action, *self.fields, *self._keys.texts)]

    def _shape(self) -> Iterable[z3.BoolRef]:
        plain = to_regex(read_pattern("?*", variables=False), colons=False)
        yield z3.InRe(self.action, z3.Concat(plain, z3.Re(_COLON), plain))
        for field in self.fields[:-1]:
            yield z3.Not(z3.Contains(field, _COLON))
        if self._principals:
            yield z3.And(self.who >= 0, self.who < len(self._principals.requesters))

    def allows(self, policy: Policy) -> z3.BoolRef:
        """Return when a policy allows the request."""
        allows = [self._applies(s) for s in policy.statements if s.effect == "Allow"]
        denies = [self._applies(s) for s in policy.statements if s.effect == "Deny"]
        return z3.And(z3.Or(allows), z3.Not(z3.Or(denies)))

    def _applies(self, statement: Statement) -> z3.BoolRef:
        parts = [
            self._matches_action(statement.action),
            self._matches_resource(statement),
            self._matches_principal(statement),
            *(self._keys.holds(c, variables=statement.variables) for c in statement.conditions),
        ]
        return z3.And(parts)

    def _matches_action(self, patterns: Patterns) -> z3.BoolRef:
        found = z3.Or([match_text(self.action, read_pattern(v, variables=False))
                       for v in patterns.values])  # fmt: skip
        return z3.Not(found) if patterns.negated else found

    def _matches_resource(self, statement: Statement) -> z3.BoolRef:
        if statement.resource is None:
            return z3.BoolVal(statement.principal is not None or statement.effect == "Deny")
        found = z3.Or([
            self._matches_pattern(value, variables=statement.variables)
            for value in statement.resource_values
        ])  # fmt: skip
        return z3.Not(found) if statement.resource.negated else found

    def _matches_pattern(self, value: str, *, variables: bool) -> z3.BoolRef:
        pattern = read_pattern(value, variables=variables)
        filling = VariableFilling(self._keys)
        head = split_arn(pattern)
        if len(head) == ARN_FIELDS:
            parts = [match_text(f, p, filling) for f, p in zip(self.fields, head, strict=True)]
            by_fields = z3.And([*parts, *filling.facts()])
        else:
            # Too few fields: the last one matches all that follow, with their colons.
            rest = z3.Concat(*_join(self.fields[len(head) - 1 :]))
            first = [
                match_text(f, p, filling) for f, p in zip(self.fields, head[:-1], strict=False)
            ]
            by_fields = z3.And([*first, match_text(rest, head[-1], filling), *filling.facts()])
        star = z3.BoolVal(bool(re.fullmatch(r"\*+|\?|\*+\?\*+|\?\*+|\*+\?", value)))
        return z3.If(self.is_star, star, by_fields)

    def _matches_principal(self, statement: Statement) -> z3.BoolRef:
        if self._principals is None:
            return z3.And()
        if statement.principal is None:
            return z3.BoolVal(statement.effect == "Deny")
        return self._is_among(self._principals, statement.principal, statement)

    def _is_among(
        self, axis: PrincipalAxis, principals: Principals, statement: Statement
    ) -> z3.BoolRef:
        low, high = axis.mask(principals, statement.effect)
        certain = [self.who == at for at in range(high.bit_length()) if low >> at & 1]
        possible = [self.who == at for at in range(high.bit_length()) if (high & ~low) >> at & 1]
        undecided = z3.Bool(f"matches {principals}")
        return z3.Or([*certain, z3.And(z3.Or(possible), undecided)])

    def read(self, model: z3.ModelRef) -> Witness:
        """Return the request of a model."""

        def text(term: z3.SeqRef) -> str:
            return read_text(model.eval(term, model_completion=True))

        resource = "*" if z3.is_true(model[self.is_star]) else ":".join(map(text, self.fields))
        requester = None
        if self._principals:
            at = model.eval(self.who, model_completion=True).as_long()
            requester = self._principals.requesters[at]
        return Witness(text(self.action), resource, self._keys.read(model), requester)


def _join(fields: Sequence[z3.SeqRef]) -> list[z3.SeqRef]:
    joined: list[z3.SeqRef] = [fields[0]]
    for field in fields[1:]:
        joined.extend((_COLON, field))
    return joined

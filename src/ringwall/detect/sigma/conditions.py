"""A rule's condition as SQL: selections, their values, and how they are joined.

Two values only: a field that is not there makes a comparison false, and its negation true.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionNOT,
    ConditionOR,
    ConditionValueExpression,
)
from sigma.rule import SigmaRule
from sigma.types import (
    Placeholder,
    SigmaBool,
    SigmaCasedString,
    SigmaExists,
    SigmaExpansion,
    SigmaFieldReference,
    SigmaNull,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaString,
    SigmaType,
    SpecialChars,
)
from sqlglot import exp

from ringwall.detect.sigma.fields import DOCUMENTS, SEARCHED, LogField, Test, find_field
from ringwall.detect.sigma.template import fill, join_all, join_any
from ringwall.detect.sigma.texts import (
    is_of_time,
    is_plain,
    needs_letters,
    read_moment,
    test_moment,
    test_one_of,
    test_text,
)
from ringwall.model.errors import BadRule

MAX_VALUES = 10_000
"""Values of a rule, after its modifiers."""


@dataclass
class ConditionWriter:
    """Writes the conditions of one rule; `placeholders` are the values of `%name%`."""

    placeholders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    """The fields of the rule that no record can have."""
    _left: int = MAX_VALUES

    def write(self, rule: SigmaRule) -> exp.Expr:
        """Return a rule's condition; of several conditions one has to hold."""
        parsed = (condition.parsed for condition in rule.detection.parsed_condition)
        return join_any([self._write(condition) for condition in parsed])

    def _write(self, condition: object) -> exp.Expr:
        match condition:
            case ConditionAND():
                return join_all([self._write(part) for part in condition.args])
            case ConditionOR():
                return join_any(list(self._write_parts(condition.args)))
            case ConditionNOT():
                negated = exp.Paren(this=self._write(condition.args[0]))
                return fill("not coalesce(:negated, false)", negated=negated)
            case ConditionFieldEqualsValueExpression():
                return self._compare(condition.field, [condition.value])
            case ConditionValueExpression():
                return self._search(condition.value)
            case _:
                raise BadRule("the condition is empty")

    def _write_parts(self, parts: Iterable[object]) -> Iterator[exp.Expr]:
        """Yield the parts of an OR, all values of one field as one part."""
        values: dict[str, list[SigmaType]] = {}
        for part in parts:
            if isinstance(part, ConditionFieldEqualsValueExpression):
                values.setdefault(part.field, []).append(part.value)
            else:
                yield self._write(part)
        for name, of_field in values.items():
            yield self._compare(name, of_field)

    def _compare(self, name: str, values: Sequence[SigmaType]) -> exp.Expr:
        """Return the condition that a field has one of these values."""
        log_field = self._find(name)
        alternatives: list[exp.Expr] = []
        filled: list[SigmaType] = []
        others: list[Test] = []
        for value in self._expand(values):
            match value:
                case SigmaNull():
                    alternatives.append(log_field.is_absent())
                case SigmaString() if not value.s and not log_field.has_empty:
                    alternatives.append(log_field.is_absent())
                case SigmaExists():
                    absent = log_field.is_absent()
                    alternatives.append(exp.Not(this=exp.Paren(this=absent)) if value else absent)
                case SigmaFieldReference():
                    other = self._find(value.field)
                    alternatives.append(_compare_fields(log_field, other, value))
                case _ if is_of_time(value):
                    alternatives.append(_compare_time(log_field, value))
                case _ if needs_letters(value):
                    filled.append(value)
                case _:
                    others.append(test_text(value))
        if filled:
            alternatives.append(log_field.where_filled(_join_tests(filled)))
        if others:
            alternatives.append(
                log_field.where(lambda text: join_any([test(text.copy()) for test in others]))
            )
        return join_any(alternatives)

    def _find(self, name: str) -> LogField:
        found = find_field(name)
        if not found.is_known:
            self.unknown.add(name)
        return found

    def _expand(self, values: Iterable[SigmaType]) -> Iterator[SigmaType]:
        """Yield the values with those that a modifier or a placeholder stands for."""
        for value in values:
            if isinstance(value, SigmaExpansion):
                yield from self._expand(value.values)
            elif (
                isinstance(value, SigmaString | SigmaRegularExpression)
                and value.contains_placeholder()
            ):
                found: list[SigmaType] = list(value.replace_placeholders(self._look_up))
                if isinstance(value, SigmaCasedString):
                    found = [
                        SigmaCasedString.from_sigma_string(text)
                        for text in found
                        if isinstance(text, SigmaString)
                    ]
                yield from self._expand(found)
            else:
                self._left -= 1
                if self._left < 0:
                    raise BadRule(f"the rule has more than {MAX_VALUES:,} values")
                yield value

    def _look_up(self, placeholder: Placeholder) -> Iterator[SigmaString]:
        known = self.placeholders.get(placeholder.name)
        if not known:
            raise BadRule(f"the placeholder %{placeholder.name}% has no values")
        yield from map(SigmaString, known)

    def _search(self, keyword: SigmaType) -> exp.Expr:
        """Return the condition that a keyword is anywhere in the event."""
        found: list[exp.Expr] = []
        for expanded in self._expand([keyword]):
            value = _unbind(expanded)
            found += (find_field(name).where(test_text(value)) for name in SEARCHED)
            for document in DOCUMENTS:
                found.append(find_field(document).where(test_text(value)))
                if (escaped := _write_as_json(value)) is not None:
                    found.append(find_field(document).where(test_text(escaped)))
        return join_any(found)


def _join_tests(values: Sequence[SigmaType]) -> Test:
    """Return the test that a text has one of these values."""
    plain = [value for value in values if is_plain(value)]
    tests = [test_text(value) for value in values if not is_plain(value)]
    if plain:
        tests.append(test_one_of(plain) if len(plain) > 1 else test_text(plain[0]))
    return lambda text: join_any([test(text.copy()) for test in tests])


def _compare_time(log_field: LogField, value: SigmaType) -> exp.Expr:
    test = test_moment(value)
    if log_field.moment is not None:
        return test(log_field.moment.copy())
    return log_field.where(lambda text: test(read_moment(text)))


def _compare_fields(left: LogField, right: LogField, reference: SigmaFieldReference) -> exp.Expr:
    """Return the condition that a field has the text of another, or begins or ends with it."""
    if reference.starts_with and reference.ends_with:
        form = "strpos(lower(:one), lower(:other)) > 0"
    elif reference.starts_with:
        form = "substr(lower(:one), 1, length(lower(:other))) = lower(:other)"
    elif reference.ends_with:
        form = (
            "length(lower(:one)) >= length(lower(:other)) and substr(lower(:one), "
            "length(lower(:one)) - length(lower(:other)) + 1) = lower(:other)"
        )
    else:
        form = "lower(:one) = lower(:other)"
    return left.where(
        lambda one: right.where(lambda other: fill(form, one=one, other=other), item="other")
    )


def _unbind(value: SigmaType) -> SigmaString | SigmaRegularExpression:
    """Return a keyword as a pattern of all that it may stand in."""
    if isinstance(value, SigmaRegularExpression):
        return value
    if isinstance(value, SigmaNumber | SigmaBool):
        value = SigmaString(str(value).lower())
    if not isinstance(value, SigmaString):
        raise BadRule(f"a value of the kind {type(value).__name__} needs a field")
    if not value.s:
        raise BadRule("a keyword is empty")
    anything = SpecialChars.WILDCARD_MULTI
    if not value.startswith(anything):
        value = anything + value
    return value if value.endswith(anything) else value + anything


def _write_as_json(value: SigmaType) -> SigmaString | None:
    """Return a keyword as it stands in a document's text; None where it is the same there."""
    if not isinstance(value, SigmaString):
        return None
    escaped = type(value)()
    escaped.s = [
        json.dumps(part, ensure_ascii=False)[1:-1] if isinstance(part, str) else part
        for part in value.s
    ]
    return escaped if escaped.s != value.s else None

"""Correlation rules as SQL: what events have to do with each other within a timespan.

At every event, the correlation looks back over its timespan, both ends included; there are no
fixed boundaries. Events without a value of a `group-by` field belong to no group. The hits of a
group in one timespan of the clock are one act, so that overlapping runs find the same acts.
https://sigmahq.io/sigma-specification/specification/sigma-correlation-rules-specification.html
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sigma.correlations import (
    CorrelationConditionAND,
    CorrelationConditionItem,
    CorrelationConditionNOT,
    CorrelationConditionOR,
    SigmaCorrelationCondition,
    SigmaCorrelationRule,
    SigmaCorrelationType,
    SigmaExtendedCorrelationCondition,
    SigmaRuleReference,
)
from sigma.rule import SigmaRule
from sqlglot import exp

from ringwall.detect.sigma.event_query import CARRIED, HIT, REASON, name_column, select_events
from ringwall.detect.sigma.fields import LogField, find_field
from ringwall.detect.sigma.template import fill, join_all, join_any
from ringwall.detect.sigma.texts import read_number
from ringwall.model.errors import BadRule

MAX_WINDOW = timedelta(days=90)
MAX_RULES = 20
_SIGNS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">=", "eq": "=", "neq": "<>"}
_OF_NUMBERS = {
    SigmaCorrelationType.VALUE_SUM: "sum(number)",
    SigmaCorrelationType.VALUE_AVG: "avg(number)",
    SigmaCorrelationType.VALUE_MEDIAN: "quantile_cont(number, 0.5)",
}
_TEMPORAL = {SigmaCorrelationType.TEMPORAL, SigmaCorrelationType.TEMPORAL_ORDERED}


@dataclass(frozen=True)
class CorrelationWriter:
    """Writes correlations over rules whose conditions are known, by the rules' identity."""

    conditions: Mapping[int, exp.Expr]
    bounds: Mapping[int, tuple[tuple[str, float], ...]]
    """What each correlation's condition demands, where it is one of numbers."""

    def select_hits(self, rule: SigmaCorrelationRule) -> exp.Select:
        """Return the query of a correlation's hits: the first of each group and timespan."""
        groups = _name_groups(rule)
        matched = self._match(rule, CARRIED).subquery("matched")
        bucket = fill(
            "cast(floor(epoch(event_time) / :span) as bigint) * :span", span=rule.timespan.seconds
        )
        bucketed = exp.select("*", name_column(bucket, "bucket")).from_(matched)
        by = ", ".join([*groups, "bucket"])
        ranked = exp.select(
            "*",
            fill(f"row_number() over (partition by {by} order by event_time, event_id)").as_(
                "place"
            ),
            fill(f"max(total) over (partition by {by})").as_("most"),
        ).from_(bucketed.subquery("bucketed"))
        act = fill(" || '|' || ".join([*groups, "cast(bucket as text)"]))
        changed = {"act": act, "reason": _say(rule)}
        columns = [name_column(changed.get(name) or fill(sql), name) for name, sql in HIT.items()]
        if rule.type is SigmaCorrelationType.EVENT_COUNT:
            columns.append(fill("cast(most as bigint)").as_("count"))
        else:
            columns.append(fill("cast(most as double)").as_("total"))
        columns += (
            name_column(exp.column(group), name)
            for group, name in zip(groups, rule.group_by or (), strict=True)
            if name not in {*HIT, "total", "count"}
        )
        return exp.select(*columns).from_(ranked.subquery("ranked")).where("place = 1")

    def _match(self, rule: SigmaCorrelationRule, carried: Sequence[str]) -> exp.Select:
        """Return the query of events at which a correlation is true, with its groups and total."""
        together = self._unite(rule, carried)
        groups = _name_groups(rule)
        kept = [*carried, *groups]
        if rule.type is SigmaCorrelationType.TEMPORAL_ORDERED:
            return self._follow(rule, together, kept)
        over = _look_back(rule, groups)
        if rule.type is SigmaCorrelationType.TEMPORAL:
            condition, total = self._meet(rule)
            seen = [
                fill(f"max(case when rule = {number} then 1 else 0 end) over {over}").as_(
                    f"seen_{number}"
                )
                for number in range(len(rule.referenced_rules))
            ]
            counted = exp.select(*kept, *seen).from_(together.subquery("together"))
            met = exp.select(*kept, total.as_("total")).from_(counted.subquery("counted"))
            return met.where(condition, copy=False)
        total = fill(f"{_aggregate(rule)} over {over}").as_("total")
        counted = exp.select(*kept, total).from_(together.subquery("together"))
        met = exp.select(*kept, "total").from_(counted.subquery("counted"))
        return met.where(self._bound(rule, exp.column("total")), copy=False)

    def _unite(self, rule: SigmaCorrelationRule, carried: Sequence[str]) -> exp.Query:
        """Return the query of all events of the rules that are correlated, with group and value."""
        references = rule.referenced_rules
        if not references or len(references) > MAX_RULES:
            raise BadRule(f"a correlation is over 1 to {MAX_RULES} rules")
        parts: list[exp.Select] = []
        for number, reference in enumerate(references):
            named = [
                (_find_known(_resolve(rule, name, reference)).first(), group)
                for name, group in zip(rule.group_by or (), _name_groups(rule), strict=True)
            ]
            columns = [name_column(value, name) for value, name in named]
            if rule.type not in _TEMPORAL:
                columns += _select_value(rule, reference)
            else:
                columns.append(exp.Literal.number(number).as_("rule"))
            wanted = dict.fromkeys(carried)
            wanted |= dict.fromkeys(
                column.name for part in columns for column in part.find_all(exp.Column)
            )
            events = self._select(reference.rule, tuple(wanted))
            found = exp.select(*carried, *columns).from_(events.subquery("events"))
            present = exp.select("*").from_(found.subquery("found"))
            for group in _name_groups(rule):
                present = present.where(f"{group} is not null")
            parts.append(present)
        together: exp.Query = parts[0]
        for part in parts[1:]:
            # An event that two of the rules match is counted once.
            together = exp.union(together, part, distinct=rule.type not in _TEMPORAL)
        return together

    def _select(self, rule: SigmaRule | SigmaCorrelationRule, columns: Sequence[str]) -> exp.Select:
        if isinstance(rule, SigmaCorrelationRule):
            matched = self._match(rule, columns)
            return exp.select(*columns).from_(matched.subquery("matched"))
        return select_events(self.conditions[id(rule)].copy(), columns)

    def _follow(
        self, rule: SigmaCorrelationRule, together: exp.Query, kept: Sequence[str]
    ) -> exp.Select:
        """Return the query of events that end a sequence of all rules, in their order.

        `since` is the latest start of a sequence up to the event's own rule. Events of one second
        count as in order.
        """
        count = len(rule.referenced_rules)
        if not _wants_all(rule, self.bounds.get(id(rule), ())):
            raise BadRule("temporal_ordered is understood only where all of its rules must match")
        by = ", ".join(_name_groups(rule))
        partition = f"partition by {by} " if by else ""
        chain = exp.select(
            *kept, "rule", fill("case when rule = 0 then event_time end").as_("since")
        ).from_(together.subquery("together"))
        for number in range(1, count):
            before = fill(
                f"case when rule = {number} then max(case when rule = {number - 1} then since "
                f"end) over ({partition}order by event_time range between unbounded preceding "
                "and current row) else since end"
            )
            chain = exp.select(*kept, "rule", before.as_("since")).from_(
                chain.subquery(f"step_{number}")
            )
        met = exp.select(*kept, exp.Literal.number(count).as_("total"))
        span = rule.timespan.seconds
        return met.from_(chain.subquery("chain")).where(
            fill(f"rule = {count - 1} and epoch(event_time) - epoch(since) <= :span", span=span)
        )

    def _meet(self, rule: SigmaCorrelationRule) -> tuple[exp.Expr, exp.Expr]:
        """Return the condition on which rules were seen, and their number."""
        count = len(rule.referenced_rules)
        total = fill(" + ".join(f"seen_{number}" for number in range(count)))
        if isinstance(rule.condition, SigmaExtendedCorrelationCondition):
            names = [reference.reference for reference in rule.referenced_rules]
            return _write_extended(rule.condition.parsed, names), total
        return self._bound(rule, total), total

    def _bound(self, rule: SigmaCorrelationRule, total: exp.Expr) -> exp.Expr:
        condition = _find_numbers(rule)
        # Where a temporal correlation has no condition, pySigma asks for all of its rules.
        bounds = self.bounds.get(id(rule)) or ((condition.op.name.lower(), condition.count),)
        return join_all(
            [
                fill(f":total {_SIGNS[sign]} :number", total=total, number=number)
                for sign, number in bounds
            ]
        )


def sum_windows(rule: SigmaRule | SigmaCorrelationRule) -> timedelta:
    """Return how far back a rule looks, with the rules that it is over; BadRule for too far."""
    if not isinstance(rule, SigmaCorrelationRule):
        return timedelta(0)
    inner = max((sum_windows(item.rule) for item in rule.referenced_rules), default=timedelta(0))
    seconds = rule.timespan.seconds
    if seconds > MAX_WINDOW.total_seconds() or inner + timedelta(seconds=seconds) > MAX_WINDOW:
        raise BadRule(f"the timespan is longer than {MAX_WINDOW.days} days")
    return inner + timedelta(seconds=seconds)


def _name_groups(rule: SigmaCorrelationRule) -> list[str]:
    return [f"group_{number}" for number in range(len(rule.group_by or ()))]


def _look_back(rule: SigmaCorrelationRule, groups: Iterable[str]) -> str:
    by = ", ".join(groups)
    partition = f"partition by {by} " if by else ""
    return (
        f"({partition}order by event_time range between interval '{rule.timespan.seconds}' second "
        "preceding and current row)"
    )


def _find_known(name: str) -> LogField:
    found = find_field(name)
    if not found.is_known:
        raise BadRule(f"records of CloudTrail have no field {name}")
    return found


def _find_numbers(rule: SigmaCorrelationRule) -> SigmaCorrelationCondition:
    if isinstance(rule.condition, SigmaCorrelationCondition):
        return rule.condition
    raise BadRule("the correlation's condition has no number")


def _resolve(rule: SigmaCorrelationRule, name: str, reference: SigmaRuleReference) -> str:
    """Return the field that a name of the correlation means in the events of one rule."""
    alias = rule.aliases.aliases.get(name)
    if alias is None:
        return name
    for aliased, field in alias.mapping.items():
        if aliased.reference == reference.reference or aliased.rule is reference.rule:
            return str(field)
    raise BadRule(f"the alias {name} names no field for the rule {reference.reference}")


def _select_value(rule: SigmaCorrelationRule, reference: SigmaRuleReference) -> list[exp.Expr]:
    if rule.type is SigmaCorrelationType.EVENT_COUNT:
        return []
    named = _find_numbers(rule).fieldref
    names = [named] if isinstance(named, str) else list(named or ())
    if not names or not all(isinstance(name, str) for name in names):
        raise BadRule("the condition's field is no name of a field")
    texts = [_find_known(_resolve(rule, name, reference)).first() for name in names]
    if rule.type is not SigmaCorrelationType.VALUE_COUNT:
        if len(texts) > 1:
            raise BadRule("numbers are taken of one field")
        return [name_column(read_number(texts[0]), "number")]
    value = texts[0]
    for text in texts[1:]:
        value = fill(":value || :mark || :text", value=value, mark="\x1f", text=text)
    return [name_column(value, "value")]


def _aggregate(rule: SigmaCorrelationRule) -> str:
    match rule.type:
        case SigmaCorrelationType.EVENT_COUNT:
            return "count(*)"
        case SigmaCorrelationType.VALUE_COUNT:
            return "count(distinct value)"
        case SigmaCorrelationType.VALUE_PERCENTILE:
            percentile = _find_numbers(rule).percentile
            if percentile is None or not 0 <= percentile <= 100:  # noqa: PLR2004 - of a hundred
                raise BadRule("value_percentile has no percentile from 0 to 100")
            return f"quantile_cont(number, {percentile / 100})"
        case _:
            return _OF_NUMBERS[rule.type]


def _wants_all(rule: SigmaCorrelationRule, bounds: Sequence[tuple[str, float]]) -> bool:
    count = len(rule.referenced_rules)
    if isinstance(rule.condition, SigmaExtendedCorrelationCondition):
        parsed = rule.condition.parsed
        parts = parsed.args if isinstance(parsed, CorrelationConditionAND) else [parsed]
        return all(isinstance(part, SigmaRuleReference) for part in parts)
    return not bounds or tuple(bounds) in {
        (("gte", count),),
        (("eq", count),),
        (("gt", count - 1),),
    }


def _write_extended(
    part: CorrelationConditionItem | SigmaRuleReference, names: Sequence[str]
) -> exp.Expr:
    match part:
        case SigmaRuleReference():
            return fill(f"seen_{names.index(part.reference)} = 1")
        case CorrelationConditionNOT():
            return exp.Not(this=exp.Paren(this=_write_extended(part.args[0], names)))
        case CorrelationConditionAND():
            return join_all([_write_extended(item, names) for item in part.args])
        case CorrelationConditionOR():
            return join_any([_write_extended(item, names) for item in part.args])
        case _:
            raise BadRule("the correlation's condition is not understood")


def _say(rule: SigmaCorrelationRule) -> exp.Expr:
    """Return the sentence that says what was seen, last of all the event that ended it."""
    span = rule.timespan.spec
    rules = len(rule.referenced_rules)
    field = getattr(rule.condition, "fieldref", None)
    name = field if isinstance(field, str) else ", ".join(field or ())
    kind = rule.type.name.lower().removeprefix("value_")
    match rule.type:
        case SigmaCorrelationType.EVENT_COUNT:
            seen = fill("cast(total as text) || :rest", rest=f" events within {span}")
        case SigmaCorrelationType.VALUE_COUNT:
            rest = f" different values of {name} within {span}"
            seen = fill("cast(total as text) || :rest", rest=rest)
        case SigmaCorrelationType.TEMPORAL | SigmaCorrelationType.TEMPORAL_ORDERED:
            rest = f" of {rules} acts within {span}"
            seen = fill("cast(total as text) || :rest", rest=rest)
        case _:
            before = f"the {kind} of {name} within {span} is "
            seen = fill(":before || cast(total as text)", before=before)
    return fill(f":seen || '; last: ' || {REASON}", seen=seen)

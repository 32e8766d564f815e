"""The query of a rule: the events that it matches, with the columns that a hit has."""

from collections.abc import Iterable, Mapping

from sqlglot import exp

from ringwall.detect.sigma.fields import find_field
from ringwall.detect.sigma.template import fill
from ringwall.model.errors import BadRule

LOG = "logs.cloudtrail"
MAX_EVIDENCE = 20
CARRIED = (
    *("event_time", "event_id", "event_name", "event_source", "aws_region", "account_id"),
    *("principal_arn", "session_arn", "session_name", "user_name", "identity_type", "invoked_by"),
    *("access_key_id", "source_ip", "error_code", "resources"),
)
"""The columns that a hit is made of."""
_ACTOR = "coalesce(nullif(principal_arn, ''), session_arn, '')"
_WHO = (
    "coalesce(nullif(user_name, ''), nullif(session_name, ''), nullif(principal_arn, ''), "
    "nullif(session_arn, ''), nullif(invoked_by, ''), 'an unknown caller')"
)
REASON = (
    f"{_WHO} || ' called ' || event_name || ' of ' || event_source "
    "|| case when source_ip <> '' then ' from ' || source_ip else '' end "
    "|| case when error_code <> '' then ', refused with ' || error_code else '' end"
)
HIT: Mapping[str, str] = {
    "at": "event_time",
    "act": "event_id",
    "account_id": "coalesce(account_id, '')",
    "region": "coalesce(aws_region, '')",
    "actor": _ACTOR,
    "resource": "coalesce(case when array_length(resources) > 0 then resources[1] end, '')",
    "reason": REASON,
    "session": "coalesce(session_arn, '')",
    "access_key": "coalesce(access_key_id, '')",
    # A calling service stands there, too, by its name.
    "address": "case when regexp_matches(source_ip, '^[0-9a-fA-F.:]+$') then source_ip else '' end",
    "events": "[event_id]",
}
"""The columns of a hit, and what of the event they are."""


def select_events(condition: exp.Expr, columns: Iterable[str]) -> exp.Select:
    """Return the query for columns of the events that a condition holds for."""
    return (
        exp.select(*(exp.column(column) for column in columns))
        .from_(LOG)
        .where(condition, copy=False)
    )


def select_hits(condition: exp.Expr, fields: Iterable[str]) -> exp.Select:
    """Return the query of hits, an event each; `fields` are evidence, those that are kept."""
    columns = [name_column(fill(sql), name) for name, sql in HIT.items()]
    return exp.select(*columns, *_show_fields(fields)).from_(LOG).where(condition, copy=False)


def name_column(value: exp.Expr, name: str) -> exp.Expr:
    """Return an expression as a column of a query, whatever letters its name has."""
    return exp.alias_(value, exp.to_identifier(name, quoted=not name.isidentifier() or None))


def _show_fields(fields: Iterable[str]) -> list[exp.Expr]:
    shown: list[exp.Expr] = []
    # Names of columns that differ in their capitals alone are one to an engine.
    taken = {*HIT}
    for name in fields:
        try:
            found = find_field(name)
        except BadRule:
            # The rule runs all the same: it asks for no more than to see the field.
            continue
        if found.is_known and name.lower() not in taken and len(shown) < MAX_EVIDENCE:
            taken.add(name.lower())
            shown.append(name_column(found.first(), name))
    return shown

"""The query of a rule's verdicts: its answers with their places, unknown where gaps are in the way.

A rule answers with `resource`, `ok` and `reason`, and, where it looks in other accounts than the
resource's own, with `accounts`.
"""

from collections.abc import Iterable

from ringwall.audit.gaps import ANY_ACCOUNT
from ringwall.audit.unknowns import Unknowns
from ringwall.model.errors import BadInput
from ringwall.model.rule import Rule
from ringwall.model.table import Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.statement import strip_semicolon

REQUIRED_COLUMNS = ("resource", "ok", "reason")
ELSEWHERE = "accounts"
"""A column that a rule may add: the accounts, beside a resource's own, whose rows speak for it.

Where some of those rows were not read, only a pass is certain. `ANY_ACCOUNT` is all of them.
"""
MAX_REASON = 2000
"""Letters of a reason; the rest of a longer one is left out."""
IN_OTHER_ACCOUNTS = f"""
              select min(reason)
              from unknown_area
              where list_has_any(placed.accounts, [unknown_area.account_id, '{ANY_ACCOUNT}'])
                and (placed.region in ('global', '')
                  or unknown_area.region in ('global', placed.region))
"""
"""Why something that speaks for a resource may be in another account."""


def looks_into_other_accounts(engine: Engine, rule: Rule) -> bool:
    """Whether a rule says in which other accounts it looks; BadInput for wrong columns."""
    types = dict(engine.column_types(rule.sql))
    elsewhere = types.pop(ELSEWHERE, None)
    if set(types) != set(REQUIRED_COLUMNS):
        raise BadInput(f"a control returns resource, ok, reason; this one {', '.join(types)}")
    if types["ok"] not in {"BOOLEAN", "NULL"}:
        raise BadInput(f"ok is true, false or NULL; here it is of type {types['ok']}")
    if elsewhere not in {None, "TEXT[]"}:
        raise BadInput(f"{ELSEWHERE} is a list of texts; here it is of type {elsewhere}")
    return elsewhere is not None


def write_verdict_query(
    rule: Rule, tables: Iterable[Table], unknowns: Unknowns, *, looks_elsewhere: bool
) -> str:
    """Return the query of the verdicts, one narrow row per resource."""
    base = _placed_sql(rule.sql, tables, ELSEWHERE if looks_elsewhere else "null")
    if not unknowns.areas and not unknowns.calls and not unknowns.details:
        return f"""{base}
            select resource, account_id, region, ok,
              case when ok is true then '' else coalesce(reason, 'not known') end as reason
            from placed"""
    return f"""{base},
        anywhere as (
          select account_id, min(reason) as in_some_region,
            min(case when region = 'global' then reason end) as in_all_regions
          from unknown_area
          where not spares_failures
          group by account_id
        ),
        somewhere as (
          select account_id, region, min(reason) as reason
          from unknown_area
          where not spares_failures
          group by account_id, region
        ),
        judged as (
          select placed.*, coalesce(
            unknown_resource.reason,
            (select min(reason) from unknown_area where everywhere and not spares_failures),
            case when placed.ok then (
              select min(reason)
              from unknown_area
              where spares_failures and unknown_area.account_id = placed.account_id
            ) end,
            case when placed.region in ('global', '') then anywhere.in_some_region
              else anywhere.in_all_regions end,
            somewhere.reason,
            case when placed.ok is not true then ({IN_OTHER_ACCOUNTS}) end
          ) as gap,
          case when placed.ok is null
            then coalesce(null_resource.reason, (
              select min(reason)
              from null_account
              where null_account.account_id = placed.account_id
                and null_account.region in ('global', placed.region)
            )) end as lack
          from placed
          left join null_resource on null_resource.resource = placed.resource
          left join unknown_resource on unknown_resource.resource = placed.resource
          left join anywhere on anywhere.account_id = placed.account_id
          left join somewhere
            on somewhere.account_id = placed.account_id and somewhere.region = placed.region
        )
        select resource, account_id, region,
          case when gap is null then ok end as ok,
          coalesce(gap, lack, case when ok is true then '' else reason end, 'not known') as reason
        from judged"""


def _placed_sql(sql: str, tables: Iterable[Table], accounts: str) -> str:
    """Return the CTEs that end in `placed`: a rule's answers with their accounts and regions.

    `accounts` are the others in which the rule looks.
    """
    # An ARN that is in several accounts (AWS's own policies) must not multiply the rows.
    places = " union all ".join(
        f"select arn, account_id, region from {table.full_name}" for table in tables
    )
    places = places or "select '' as arn, '' as account_id, '' as region where false"
    return f"""
        with answer as (
        {strip_semicolon(sql)}
        ),
        place as (
          select arn, min(account_id) as account_id, min(region) as region
          from ({places})
          group by arn
        ),
        placed as (
          select answer.resource::text as resource, answer.ok::boolean as ok,
            left(answer.reason::text, {MAX_REASON}) as reason,
            cast({accounts} as text[]) as accounts,
            coalesce(place.account_id, split_part(answer.resource, ':', 5)) as account_id,
            coalesce(place.region, split_part(answer.resource, ':', 4)) as region
          from answer
          left join place on place.arn = answer.resource
        )
    """

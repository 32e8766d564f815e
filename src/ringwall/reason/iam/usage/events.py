"""What principals did according to CloudTrail: which IAM actions they used, on which resources.

DuckDB groups the events, so that millions are cheap; it returns a row for each principal, event
and resource.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from ringwall.model.table import Row
from ringwall.reason.iam.usage.resources import (
    NOT_SHOWN,
    LoggedCall,
    find_resources,
    name_parameters,
)
from ringwall.reason.iam.usage.trail import load_trail
from ringwall.store.engine.protocol import Engine

MAX_RESOURCES = 200
"""The most resources of one principal's event that are shown; where there are more, none is."""
PASS_ROLE = "iam:passrole"  # noqa: S105 - an action, no password
_ROLE = re.compile(r"arn:[\w-]+:iam::(\d{12}):role/.+")
_MAX_ARN = 2_048


@dataclass(frozen=True)
class ActionUse:
    """One action that a principal used on one resource; times are UTC, naive.

    `action` is in lower case; '' where no action is known for `event`, `source:Name`. `resource`
    is an ARN, `*` for an action without resources, '' where it is not shown.
    """

    principal_arn: str
    action: str
    resource: str
    count: int
    first_used: datetime
    last_used: datetime
    is_inferred: bool = False
    """Inferred from another event, such as iam:PassRole from a call with the ARN of a role."""
    event: str = ""


class EventHolder(NamedTuple):
    """Whose events count for a principal: those of this id, since its creation.

    An earlier principal of the same name has another id. '' and None are not known.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    """

    arn: str
    unique_id: str = ""
    created: datetime | None = None


@dataclass(frozen=True)
class LogWindow:
    """What the logs have of one account; times are UTC, naive.

    `services` are the service prefixes that have events, `data_services` those that have data
    events, `last_seen` the time of each principal's last event, denied calls and sign-ins too.
    """

    account_id: str
    first: datetime
    last: datetime
    events: int
    services: frozenset[str]
    data_services: frozenset[str]
    last_seen: Mapping[str, datetime]
    unattributed: int = 0
    """Events of sessions that do not name their role."""
    gap: str = ""
    """What was not read completely, so that events may be missing; '' where nothing is known of
    such."""


def read_windows(engine: Engine, holders: Iterable[EventHolder] = ()) -> dict[str, LogWindow]:
    """Return what `logs.cloudtrail` has, by account; of principals that are known, their own."""
    seen: dict[str, dict[str, datetime]] = {}
    for row in engine.rows(LAST_SEEN, _list(holders)):
        seen.setdefault(row["account_id"], {})[row["principal_arn"]] = row["last"]
    services: dict[str, set[str]] = {}
    data: dict[str, set[str]] = {}
    for row in engine.rows(
        "select distinct account_id, event_source, event_name, event_category = 'Data' as is_data "
        "from logs.cloudtrail where account_id is not null"
    ):
        prefixes = _prefixes(row)
        services.setdefault(row["account_id"], set()).update(prefixes)
        if row["is_data"]:
            data.setdefault(row["account_id"], set()).update(prefixes)
    gaps: dict[str, str] = {}
    for row in engine.rows(
        "select account_id, min(file) as file from logs.quarantine "
        "where source in ('cloudtrail', '') group by all"
    ):
        gaps[row["account_id"]] = f"not all of {PurePath(row['file']).name} was read"
    return {
        row["account_id"]: LogWindow(
            **row,
            gap=gaps.get(row["account_id"]) or gaps.get("", ""),
            services=frozenset(services[row["account_id"]]),
            data_services=frozenset(data.get(row["account_id"], ())),
            last_seen=seen.get(row["account_id"], {}),
        )
        for row in engine.rows(
            "select account_id, min(event_time) as first, max(event_time) as last, "
            "count(*) as events, count(*) filter (principal_arn is null) as unattributed "
            "from logs.cloudtrail where account_id is not null group by account_id"
        )
    }


def _prefixes(row: Row) -> set[str]:
    trail = load_trail()
    actions = trail.find_actions(row["event_source"], row["event_name"])
    found = {action.partition(":")[0] for action in actions}
    return found or set(trail.find_prefixes(row["event_source"])[:1])


def read_uses(
    engine: Engine, holders: Iterable[EventHolder] = ()
) -> dict[str, tuple[ActionUse, ...]]:
    """Return what each principal used, by its ARN; denied calls do not count.

    Nor do calls of an earlier principal of the same name, where `holders` tells them apart.
    Uses of one action on one resource count together, over all their events.
    """
    found: dict[str, dict[tuple[str, str, bool, str], ActionUse]] = {}
    for row in _read_groups(engine, _list(holders)):
        for used in _read_uses(row):
            known = found.setdefault(used.principal_arn, {})
            key = (used.action, used.resource, used.is_inferred, "" if used.action else used.event)
            known[key] = _join(known[key], used) if key in known else used
    return {
        principal: tuple(sorted(uses.values(), key=lambda used: (used.action, used.resource)))
        for principal, uses in sorted(found.items())
    }


def _join(one: ActionUse, other: ActionUse) -> ActionUse:
    return ActionUse(
        one.principal_arn,
        one.action,
        one.resource,
        one.count + other.count,
        min(one.first_used, other.first_used),
        max(one.last_used, other.last_used),
        one.is_inferred,
        one.event,
    )


_OWN = """
with holder as (
    select
        unnest(cast($holders as text[])) as arn,
        unnest(cast($ids as text[])) as unique_id,
        unnest(cast($created as timestamp[])) as created
),
own as (
    select c.*
    from logs.cloudtrail c
    left join holder h on h.arn = c.principal_arn
    where not coalesce(c.event_time < h.created, false)
        and not coalesce(
            h.unique_id <> ''
            and regexp_matches(c.principal_id, '^A(ID|RO)A')
            and split_part(c.principal_id, ':', 1) <> h.unique_id,
            false
        )
)
"""
"""The events of principals themselves, without those of earlier ones of the same names."""
LAST_SEEN = f"""{_OWN}
select account_id, principal_arn, max(event_time) as last
from own
where account_id is not null and principal_arn <> ''
group by all
"""
CALLS = """
select principal_arn, event_source, event_name, aws_region, account_id,
    coalesce(read_only, false) as read_only,
    resources, request_parameters, event_time
from own
where principal_arn <> ''
    and event_type in ('AwsApiCall', 'AwsConsoleAction', '')
    and coalesce(event_category, '') not in ('NetworkActivity', 'Insight')
    and not regexp_matches(lower(error_code), $refused)
"""
"""Calls that were not denied. Network activity events repeat calls, denied ones too."""
GROUPS = f"""{_OWN},
calls as ({CALLS}),
asked as (
    select unnest($sources) as event_source, unnest($names) as event_name,
        unnest($parameters) as parameters
),
found as (
    select principal_arn, event_source, event_name, aws_region, account_id, read_only,
        list_distinct(list_concat(
            resources, regexp_extract_all(request_parameters, '"(arn:[^"\\\\]+)"', 1)
        )) as arns,
        list_transform(
            parameters, lambda name: json_extract_string(request_parameters, name)
        ) as parameters,
        count(*) as count, min(event_time) as first, max(event_time) as last
    from calls join asked using (event_source, event_name)
    group by all
),
counted as (
    select *, count(*) over (partition by principal_arn, event_source, event_name) > $most as many,
        len(list_filter(
            arns,
            lambda arn: regexp_matches(arn, '^arn:[a-z-]+:iam::' || account_id || ':role/')
        )) > 0 as names_role
    from found
)
select principal_arn, event_source, event_name, many,
    case when not many then aws_region end as aws_region, account_id, read_only,
    case when not many then arns end as arns,
    case when not many then parameters end as parameters,
    bool_or(many and names_role) as names_role,
    sum(count)::bigint as count, min(first) as first, max(last) as last
from counted
group by all
"""
"""Calls by principal and event, and by resource where there are not too many of these."""


def _list(holders: Iterable[EventHolder]) -> dict[str, object]:
    """Return the parameters of `_OWN`."""
    known = list(holders)
    return {
        "holders": [holder.arn for holder in known],
        "ids": [holder.unique_id for holder in known],
        "created": [holder.created for holder in known],
    }


def _read_groups(engine: Engine, holders: Mapping[str, object]) -> Iterator[Row]:
    trail = load_trail()
    pairs = engine.rows(
        f"{_OWN} select distinct event_source, event_name from ({CALLS}) order by all",
        {"refused": trail.refused, **holders},
    )
    asked: dict[tuple[str, str], list[str]] = {}
    for pair in pairs:
        event = (pair["event_source"], pair["event_name"])
        names = [n for action in trail.find_actions(*event) for n in name_parameters(action)]
        asked[event] = list(dict.fromkeys([*names, *trail.find_riders(*event)]))
    if not asked:
        return
    for row in engine.rows(
        GROUPS,
        {
            "refused": trail.refused,
            "most": MAX_RESOURCES,
            **holders,
            "sources": [source for source, _ in asked],
            "names": [name for _, name in asked],
            "parameters": [[f'$."{name}"' for name in names] for names in asked.values()],
        },
    ):
        names = asked[row["event_source"], row["event_name"]]
        values = row["parameters"] or ()
        yield row | {"parameters": dict(zip(names, values, strict=bool(values)))}


def _read_uses(row: Row) -> Iterator[ActionUse]:
    trail = load_trail()
    event = (row["event_source"], row["event_name"])
    arns = tuple(arn for arn in row["arns"] or () if len(arn) <= _MAX_ARN)
    call = LoggedCall(
        partition=row["principal_arn"].split(":")[1] if ":" in row["principal_arn"] else "aws",
        region=row["aws_region"] or "",
        account=row["account_id"] or "",
        arns=arns,
        parameters={n: v for n, v in row["parameters"].items() if v is not None},
    )
    actions = trail.find_actions(*event)
    for action in actions:
        resources = (NOT_SHOWN,) if row["many"] else find_resources(action, call)
        for resource in resources:
            yield _used(row, action, resource, is_inferred=trail.is_ambiguous(*event))
    if not actions:
        yield _used(row, "", NOT_SHOWN)
    for action, resource in _find_riders(row, call):
        yield _used(row, action, resource, is_inferred=True)


def _find_riders(row: Row, call: LoggedCall) -> dict[tuple[str, str], None]:
    """Return the uses of actions that have no event of their own, as the event shows them."""
    trail = load_trail()
    riders = trail.find_riders(row["event_source"], row["event_name"])
    found: dict[tuple[str, str], None] = {}
    for parameter, actions in riders.items():
        if row["many"] or call.parameters.get(parameter):
            is_copy = parameter == "x-amz-copy-source"
            for action in actions:
                shown = not (is_copy or row["many"] or action == PASS_ROLE)
                for resource in find_resources(action, call) if shown else (NOT_SHOWN,):
                    found[action, resource] = None
    passes = not row["read_only"] and not trail.passes_no_role.intersection(
        trail.find_prefixes(row["event_source"])
    )
    matches = [match for arn in call.arns if passes and (match := _ROLE.fullmatch(arn))]
    passed = {(PASS_ROLE, match[0]): None for match in matches if match[1] == call.account}
    if row["names_role"] and passes:
        passed[PASS_ROLE, NOT_SHOWN] = None
    if passed:
        found.pop((PASS_ROLE, NOT_SHOWN), None)
    return found | passed


def _used(row: Row, action: str, resource: str, *, is_inferred: bool = False) -> ActionUse:
    service = row["event_source"].removesuffix(".amazonaws.com")
    return ActionUse(
        row["principal_arn"],
        action,
        resource,
        row["count"],
        row["first"],
        row["last"],
        is_inferred,
        f"{service}:{row['event_name']}",
    )

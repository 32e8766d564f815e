"""The organization's tree: accounts with the SCPs and RCPs of every level above them."""

import json
from collections.abc import Iterable, Mapping

from ringwall.model.coverage import COVERAGE
from ringwall.model.table import Row, Table
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import OrganizationAccount, PolicyLevel
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.uncollected import find_uncollected

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
_KINDS: Mapping[str, PolicyType] = {SCP: "scp", RCP: "rcp"}
_IDENTITIES = ("iam_role", "iam_user", "iam_group", "iam_policy", "iam_instance_profile")
_NETWORKS = ("ec2_vpc", "ec2_vpc_endpoint")
_TREE = ("organizations_organization", "organizations_account", "organizations_policy")

Errors = Mapping[str, str]
"""What AWS answered where a detail of a resource was asked for and not given, by its ARN."""


def read_errors(engine: Engine) -> Errors:
    """Return the errors of detail calls, those of one resource in one text."""
    rows = engine.rows(
        f"""
        select resource, string_agg(distinct error, '; ' order by error) as error
        from estate.{COVERAGE.name}
        where resource <> '' and error <> '' and status <> 'ok'
        group by resource
        """
    )
    return {row["resource"]: row["error"] for row in rows}


def read_membership(engine: Engine) -> tuple[str | None, str, frozenset[str] | None]:
    """Return the organization's id, its management account and its members.

    The id is '' and there are no members where AWS said that there is no organization; the id and
    the members are None where that could not be read.
    """
    rows = engine.rows("select id, management_account_id from estate.organizations_organization")
    unread = _unread(engine, "list", "row")
    listed = engine.rows("select id from estate.organizations_account")
    members = frozenset(str(row["id"]) for row in listed)
    if rows:
        known = None if "organizations_account" in unread else members
        return rows[0]["id"], rows[0]["management_account_id"] or "", known
    if unread & {"organizations_organization", "organizations_account"}:
        return None, "", None
    return "", "", frozenset()


def read_accounts(
    engine: Engine, organization_id: str | None, management: str
) -> dict[str, OrganizationAccount]:
    """Return every account in the snapshot, with the SCPs and RCPs that bind it.

    `organization_id` is '' where there is no organization.
    """
    attached, unknown = _read_policies(engine)
    enabled = _enabled(engine)
    # An account that was left out says nothing of what binds the others; a policy may bind any.
    lost = _unread(engine, "list") | (_unread(engine, "list", "row") - {"organizations_account"})
    is_read = not lost
    found: dict[str, OrganizationAccount] = {}
    rows = engine.rows("select id, account_name, parent_ids from estate.organizations_account")
    for row in rows:
        path = row["parent_ids"]
        account_id = str(row["id"])
        found[account_id] = OrganizationAccount(
            account_id,
            row["account_name"] or "",
            tuple(path or ()),
            *(
                _levels(kind, path, account_id, attached, enabled)
                if is_read and kind not in unknown and account_id != management
                else (() if account_id == management else None)
                for kind in (SCP, RCP)
            ),
        )
    for account_id in _collected(engine) - found.keys():
        # An account that the organization does not list may be in another one.
        bound = () if organization_id == "" else None
        found[account_id] = OrganizationAccount(account_id, scps=bound, rcps=bound)
    return found


def read_units(engine: Engine) -> dict[str, str]:
    """Return the paths of names of organizational units, by id."""
    rows = engine.rows("select id, path from estate.organizations_organizational_unit")
    return {str(row["id"]): row["path"] or "" for row in rows}


def read_gaps(engine: Engine, tables: Iterable[Table]) -> tuple[str, ...]:
    """Return what could not be listed of the tables that access depends on, one line each.

    What is not known of a single resource makes the answers about it unknown, and is no gap here.
    """
    known = tuple(tables)
    wanted = {*_IDENTITIES, *_TREE, *_NETWORKS, "s3_account", "*"} | {
        t.name for t in known if t.is_guarded
    }
    engine.hold_rows(
        "unasked",
        {"table_name": "TEXT", "account_id": "TEXT", "region": "TEXT"},
        find_uncollected(engine, known),
    )
    rows = engine.rows(
        f"""
        select table_name, region, status,
          case when count(distinct account_id) = 1 then 'account ' || min(account_id)
            else count(distinct account_id) || ' accounts' end as whose
        from (
          select table_name, account_id, region, status
          from estate.{COVERAGE.name}
          where status not in ('ok', 'region_disabled')
            and (aspect in ('list', 'row') or table_name in ('*', 's3_account'))
          union all
          select table_name, account_id, region, 'not_collected' from unasked
        )
        group by table_name, region, status, case when table_name <> '*' then account_id end
        order by table_name, whose, region, status
        """
    )
    engine.drop("unasked")
    return tuple(
        f"{row['table_name']} of {row['whose']} in {row['region']}: {row['status']}"
        for row in rows
        if row["table_name"] in wanted
    )


def _levels(
    kind: str,
    path: list[str] | None,
    account_id: str,
    attached: Mapping[tuple[str, str], list[AttachedPolicy]],
    enabled: frozenset[str] | None,
) -> tuple[PolicyLevel, ...] | None:
    if path is None or enabled is None:
        return None
    if kind not in enabled:
        return ()
    levels = tuple(
        PolicyLevel(target, tuple(attached.get((kind, target), ())))
        for target in (*path, account_id)
    )
    # AWS leaves each level an SCP: where there is none, it was not read. An RCP only denies.
    return levels if kind == RCP or all(level.attached for level in levels) else None


def _read_policies(engine: Engine) -> tuple[dict[tuple[str, str], list[AttachedPolicy]], set[str]]:
    """Return the policies attached to each target, and the types of those with unknown targets."""
    found: dict[tuple[str, str], list[AttachedPolicy]] = {}
    errors = read_errors(engine)
    unknown = set()
    sql = "select arn, name, type, content, target_ids from estate.organizations_policy"
    for row in engine.rows(sql):
        if row["target_ids"] is None:
            unknown |= {row["type"]} if row["type"] else {SCP, RCP}
        policy = AttachedPolicy(
            _content(row),
            str(row["name"]),
            _KINDS.get(row["type"], ""),
            row["arn"],
            why=errors.get(row["arn"], ""),
        )
        for target in row["target_ids"] or ():
            found.setdefault((row["type"], target), []).append(policy)
    return found, unknown


def _content(row: Row) -> Mapping[str, object] | None:
    try:
        found = json.loads(row["content"]) if row["content"] else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _enabled(engine: Engine) -> frozenset[str] | None:
    rows = engine.rows("select enabled_policy_types from estate.organizations_organization")
    if not rows or rows[0]["enabled_policy_types"] is None:
        return None
    return frozenset(rows[0]["enabled_policy_types"])


def _unread(engine: Engine, *aspects: str) -> set[str]:
    """Return the tables of the tree of which there is no list, or one with a gap in an aspect."""
    rows = engine.rows(
        f"""
        select table_name, bool_and(status = 'ok') as is_ok
        from estate.{COVERAGE.name}
        where list_contains($aspects, aspect)
        group by table_name
        """,
        {"aspects": list(aspects)},
    )
    listed = {row["table_name"] for row in rows if row["is_ok"]}
    return set(_TREE) - listed


def _collected(engine: Engine) -> set[str]:
    rows = engine.rows(f"select distinct account_id from estate.{COVERAGE.name}")
    return {str(row["account_id"]) for row in rows if row["account_id"]}

"""A snapshot read into an organization: who there is, what they hold, and what guards what."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.model.table import Row, Table
from ringwall.reason.iam.evaluation.requester import is_identity
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import Organization, Principal, Resource
from ringwall.reason.iam.organization.parts import read_unread_parts
from ringwall.reason.iam.organization.sharing import read_sharing
from ringwall.reason.iam.organization.tree import (
    Errors,
    read_accounts,
    read_errors,
    read_gaps,
    read_membership,
    read_units,
)
from ringwall.reason.iam.organization.workloads import read_unlisted, read_workloads
from ringwall.store.engine.protocol import Engine

_HOLDERS = frozenset({"iam_role", "iam_user", "iam_group", "iam_policy"})
_HELD = "managed_policy_arns, policies"
_Managed = Mapping[tuple[str, str], AttachedPolicy]


def read_organization(engine: Engine, tables: Iterable[Table]) -> Organization:
    """Return the organization of the snapshot that the engine shows.

    `tables` are the estate's. What was not collected is unknown in the answers that need it, and
    listed as `gaps`.
    """
    known = {table.name: table for table in tables}
    organization_id, management, members = read_membership(engine)
    accounts = read_accounts(engine, organization_id, management)
    errors = read_errors(engine)
    managed = _read_managed(engine, errors)
    groups = _read_groups(engine, managed, errors)
    people = [
        *_read_roles(engine, managed, errors),
        *_read_users(engine, managed, groups, errors),
    ]
    # INVARIANT: a principal has the ARN of one: all that reasons takes it apart.
    lost = [person.arn for person in people if not is_identity(person.arn)]
    people = [person for person in people if is_identity(person.arn)]
    people += [Principal(arn, account, "root") for account, arn in _roots(accounts, people)]
    principals = {principal.arn: principal for principal in people}
    resources = {
        r.arn: r for table in known.values() for r in _read_resources(engine, table, errors)
    }
    newest = _find_newest(engine, known.values())
    return Organization(
        organization_id,
        management,
        accounts,
        members,
        principals,
        resources,
        read_sharing(engine, resources.values(), known),
        groups,
        managed,
        _read_networks(engine),
        read_units(engine),
        read_workloads(engine, known.values()),
        read_unlisted(engine, known.values()),
        read_unread_parts(engine, known.values()),
        (*read_gaps(engine, known.values()), *(f"{arn!r:.200} is no principal" for arn in lost)),
        newest,
        _read_providers(engine),
    )


def _find_newest(engine: Engine, tables: Iterable[Table]) -> datetime | None:
    """Return when the last row was read of those that decide on access."""
    names = [table.name for table in tables if table.is_guarded or table.name in _HOLDERS]
    each = " union all ".join(f'select max(captured_at) as newest from estate."{n}"' for n in names)
    newest = engine.rows(f"select max(newest) as newest from ({each})")[0]["newest"]
    return newest.replace(tzinfo=UTC) if isinstance(newest, datetime) else None


def _roots(accounts: Iterable[str], people: Iterable[Principal]) -> Iterator[tuple[str, str]]:
    """Yield the root user of each account, in the partition that its people are in."""
    partitions = {person.account_id: person.partition for person in people}
    # An organization lies in one partition.
    usual = next(iter(partitions.values()), "aws")
    for account in accounts:
        yield account, f"arn:{partitions.get(account, usual)}:iam::{account}:root"


def _read_managed(engine: Engine, errors: Errors) -> _Managed:
    """Return managed policies by account and ARN; AWS's own are one wherever they are used."""
    shared: dict[str, AttachedPolicy] = {}
    found: dict[tuple[str, str], AttachedPolicy] = {}
    sql = "select account_id, arn, policy_document, other_versions from estate.iam_policy"
    for row in engine.rows(sql):
        arn = row["arn"]
        policy = shared.get(arn)
        if policy is None:
            document = _load(row["policy_document"])
            versions = _read_versions(row["other_versions"])
            policy = shared[arn] = AttachedPolicy(
                document, arn, "identity", arn, versions, why=errors.get(arn, "")
            )
        found[row["account_id"], arn] = policy
    return found


def _read_versions(text: str | None) -> dict[str, Mapping[str, Any] | None] | None:
    """Return documents by the ids of their versions; None where they are not known."""
    if text is None:
        return None
    documents = {str(v.get("VersionId", "")): v.get("Document") for v in _load_list(text)}
    return {v: d if isinstance(d, dict) else None for v, d in documents.items()}


def _read_groups(
    engine: Engine, managed: _Managed, errors: Errors
) -> dict[str, tuple[AttachedPolicy, ...]]:
    sql = f"select arn, account_id, {_HELD} from estate.iam_group"
    return {row["arn"]: _hold(row, managed, errors) for row in engine.rows(sql)}


def _read_roles(engine: Engine, managed: _Managed, errors: Errors) -> Iterator[Principal]:
    rows = engine.rows(
        f"""
        select arn, account_id, role_id, tags, {_HELD}, permissions_boundary, last_used,
          create_date, assume_role_policy_document, instance_profile_arns
        from estate.iam_role
        """
    )
    for row in rows:
        document = _load(row["assume_role_policy_document"])
        trust = AttachedPolicy(document, row["arn"], "trust", why=errors.get(row["arn"], ""))
        profiles = row["instance_profile_arns"]
        yield Principal(
            row["arn"],
            row["account_id"],
            "role",
            row["role_id"] or "",
            _tags(row["tags"]),
            _hold(row, managed, errors),
            _boundary(row, managed, errors),
            trust,
            instance_profiles=None if profiles is None else tuple(profiles),
            last_used=row["last_used"],
            created=row["create_date"],
        )


def _read_users(
    engine: Engine,
    managed: _Managed,
    groups: Mapping[str, tuple[AttachedPolicy, ...]],
    errors: Errors,
) -> Iterator[Principal]:
    by_name = {
        (row["account_id"], row["group_name"]): row["arn"]
        for row in engine.rows("select arn, account_id, group_name from estate.iam_group")
    }
    rows = engine.rows(
        f"""
        select arn, account_id, user_id, tags, {_HELD}, permissions_boundary, groups,
          create_date
        from estate.iam_user
        """
    )
    for row in rows:
        account = row["account_id"]
        names = row["groups"]
        arns = [by_name.get((account, name), "") for name in names or ()]
        attached = list(_hold(row, managed, errors))
        for name, arn in zip(names or (), arns, strict=True):
            attached.extend(groups.get(arn, (_leave_open(f"the policies of the group {name}"),)))
        if names is None:
            why = errors.get(row["arn"], "")
            attached.append(_leave_open(f"the groups of {row['arn']}", why))
        yield Principal(
            row["arn"],
            account,
            "user",
            row["user_id"] or "",
            _tags(row["tags"]),
            tuple(attached),
            _boundary(row, managed, errors),
            groups=tuple(filter(None, arns)),
            created=row["create_date"],
        )


def _leave_open(what: str, why: str = "") -> AttachedPolicy:
    """Return what stands for identity policies that were not collected."""
    return AttachedPolicy(None, what, "identity", what=what, why=why)


def _hold(row: Row, managed: _Managed, errors: Errors) -> tuple[AttachedPolicy, ...]:
    """Return what a user, role or group holds itself."""
    account, holder = row["account_id"], row["arn"]
    attached: list[AttachedPolicy] = []
    if row["managed_policy_arns"] is None or row["policies"] is None:
        attached.append(_leave_open(f"the policies of {holder}", errors.get(holder, "")))
    attached.extend(
        managed.get((account, arn))
        or AttachedPolicy(None, arn, "identity", arn, why=errors.get(arn, ""))
        for arn in row["managed_policy_arns"] or ()
    )
    for inline in _load_list(row["policies"]):
        document = inline.get("PolicyDocument")
        name = f"{holder}#{inline.get('PolicyName', '')}"
        attached.append(
            AttachedPolicy(document if isinstance(document, dict) else None, name, "identity")
        )
    return tuple(attached)


def _boundary(row: Row, managed: _Managed, errors: Errors) -> AttachedPolicy | None:
    arn = row["permissions_boundary"]
    if arn == "":
        return None
    if arn is None:
        what = f"the permissions boundary of {row['arn']}"
        return AttachedPolicy(None, what, "boundary", what=what, why=errors.get(row["arn"], ""))
    return managed.get((row["account_id"], arn)) or AttachedPolicy(
        None, arn, "boundary", arn, why=errors.get(arn, "")
    )


def _read_resources(engine: Engine, table: Table, errors: Errors) -> Iterator[Resource]:
    if not table.is_guarded:
        return
    policy = f'"{table.policy}"' if table.policy else "'{}'"
    kind: PolicyType = "trust" if table.policy_type == "trust" else "resource"
    shared = table.share.columns if table.share else ()
    columns = "".join(f', "{name}"' for name in shared)
    sql = f"""
        select arn, account_id, region, tags, {policy} as policy{columns}
        from estate."{table.name}"
    """
    for row in engine.rows(sql):
        document = _load(row["policy"])
        arn = row["arn"]
        attached = None
        if document != {}:
            attached = AttachedPolicy(document, arn, kind, why=errors.get(arn, ""))
        facts = {name: row[name] for name in shared}
        yield Resource(
            arn,
            row["account_id"],
            row["region"],
            table.name,
            attached,
            _tags(row["tags"]),
            facts,
        )


def _read_networks(engine: Engine) -> frozenset[str]:
    sql = """
        select resource_id from estate.ec2_vpc
        union all select resource_id from estate.ec2_vpc_endpoint
    """
    return frozenset(str(row["resource_id"]) for row in engine.rows(sql))


def _read_providers(engine: Engine) -> frozenset[str]:
    rows = engine.rows("select arn from estate.iam_saml_provider")
    return frozenset(row["arn"] for row in rows)


def _tags(text: str | None) -> Mapping[str, str] | None:
    found = _load(text)
    return None if found is None else {str(key): str(value) for key, value in found.items()}


def _load(text: str | None) -> Mapping[str, Any] | None:
    """Return the object that a column holds; {} for none, None where it is not known."""
    if text is None:
        return None
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None  # what cannot be read is not known
    return found if isinstance(found, dict) else None


def _load_list(text: str | None) -> list[Mapping[str, Any]]:
    """Return the objects that a column holds; in place of what is none, one without its members."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        found = None
    items = found if isinstance(found, list) else [None]
    return [item if isinstance(item, dict) else {"PolicyName": "cannot be read"} for item in items]

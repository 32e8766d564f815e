"""The organization's own accounts and addresses, and whose interfaces were, from snapshots."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ringwall.catalog.loader import load_tables
from ringwall.model.errors import DamagedSnapshot
from ringwall.model.table import Row
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.snapshot import Snapshot, read_checksum, sort_snapshots

TABLES = (
    "account_account", "ec2_eip", "ec2_instance", "ec2_nat_gateway", "ec2_network_interface",
    "iam_instance_profile", "organizations_account",
)  # fmt: skip
BEGINNING = datetime(1970, 1, 1)  # noqa: DTZ001 - as tables have it: UTC, naive
END = datetime(9999, 12, 31)  # noqa: DTZ001 - the same
GROUP_TAG = "aws:autoscaling:groupName"
ACCOUNTS = """
select account_id from estate.account_account
union select account_id from estate.organizations_account
"""
ADDRESSES = """
select unnest(public_ips) as address from estate.ec2_network_interface
union select unnest(ipv6_addresses) from estate.ec2_network_interface
union select public_ip from estate.ec2_network_interface
union select public_ip from estate.ec2_eip
union select unnest(public_ips) from estate.ec2_nat_gateway
union select public_ip_address from estate.ec2_instance
union select unnest(public_ips) from estate.ec2_instance
union select unnest(ipv6_addresses) from estate.ec2_instance
"""
LISTED = "select 1 as listed from estate.organizations_account limit 1"
INTERFACES = """
select
    n.network_interface_id as interface_id,
    n.account_id,
    n.region,
    n.interface_type,
    n.vpc_id,
    coalesce(i.instance_id, n.instance_id) as instance_id,
    coalesce(i.arn, '') as instance_arn,
    i.tags as instance_tags,
    n.tags as interface_tags,
    case
        when i.arn is null or i.iam_instance_profile = '' then ''
        else p.role_arns[1]
    end as role_arn,
    n.group_set as security_groups,
    [n.private_ip_address] || n.public_ips || n.ipv6_addresses as addresses
from estate.ec2_network_interface n
left join estate.ec2_instance i
    on i.instance_id = n.instance_id and i.account_id = n.account_id and n.instance_id <> ''
left join estate.iam_instance_profile p
    on p.arn = i.iam_instance_profile
order by interface_id
"""


@dataclass(frozen=True)
class OwnEstate:
    """What snapshots say of the organization's accounts and network in a time.

    `addresses` is None where there is no snapshot: then nobody knows what is own.
    """

    addresses: frozenset[str] | None = None
    interfaces: tuple[Row, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What was not read, and why."""
    accounts: frozenset[str] = frozenset()
    lists_organization: bool = False
    """Whether a snapshot has the organization's own list of its accounts."""


def read_own_estate(estate: Path, first: datetime | None, last: datetime | None) -> OwnEstate:
    """Return the estate as it was between two times (UTC, naive), without end where None.

    The newest snapshot before the first time counts, and those until the last; the oldest one of
    all, where none is older.
    """
    whole, damaged = sort_snapshots(estate)
    notes = [str(error) for error in damaged]
    chosen = _choose(whole, first, last)
    accounts: set[str] = set()
    addresses: set[str] = set()
    rows: list[Row] = []
    read = 0
    is_listed = False
    for number, snapshot in enumerate(chosen):
        try:
            owned, found, interfaces, lists = _read_snapshot(snapshot)
        except DamagedSnapshot as error:
            notes.append(str(error))
            continue
        read += 1
        is_listed |= lists
        accounts |= owned
        addresses |= found
        until = _naive(chosen[number + 1]) if number + 1 < len(chosen) else END
        since = _naive(snapshot)
        if number == 0 and snapshot is whole[0]:
            rows += [_row(one, BEGINNING, since, is_later=True) for one in interfaces]
        rows += [_row(one, since, until, is_later=False) for one in interfaces]
    known = frozenset(addresses) if read else None
    return OwnEstate(known, tuple(rows), tuple(notes), frozenset(accounts), is_listed)


def _choose(
    whole: Sequence[Snapshot], first: datetime | None, last: datetime | None
) -> list[Snapshot]:
    before = [one for one in whole if first is not None and _naive(one) <= first][-1:]
    since = [
        one
        for one in whole
        if (first is None or _naive(one) > first) and (last is None or _naive(one) <= last)
    ]
    return [*before, *since] or list(whole[:1])


def _naive(snapshot: Snapshot) -> datetime:
    return snapshot.created_at.astimezone(UTC).replace(tzinfo=None)


def _read_snapshot(snapshot: Snapshot) -> tuple[set[str], set[str], list[Row], bool]:
    """Return accounts, addresses and interfaces, and whether the organization listed accounts."""
    tables = load_tables()
    with EmbeddedEngine(snapshot.path, threads=1) as engine:
        for name in TABLES:
            file = snapshot.tables.get(name)
            if file is None:
                engine.create(tables[name])
                continue
            path = snapshot.path / f"{name}.parquet"
            if read_checksum(path) != file.sha256:
                raise DamagedSnapshot(f"{path}: changed since it was written")
            engine.attach(tables[name], path, file.columns)
        accounts = {row["account_id"] for row in engine.rows(ACCOUNTS)} - {"", None}
        addresses = {row["address"] for row in engine.rows(ADDRESSES)} - {"", None}
        return accounts, addresses, engine.rows(INTERFACES), bool(engine.rows(LISTED))


def _row(found: Mapping[str, Any], since: datetime, until: datetime, *, is_later: bool) -> Row:
    row = {k: v for k, v in found.items() if k not in {"instance_tags", "interface_tags"}}
    instance, interface = _tags(found["instance_tags"]), _tags(found["interface_tags"])
    addresses = [one for one in found["addresses"] or () if one]
    return row | {
        "since": since,
        "until": until,
        "is_later": is_later,
        "instance_group": instance.get(GROUP_TAG, ""),
        "owner": _find_owner((instance, interface)),
        "addresses": addresses,
    }


def _find_owner(tags: Iterable[Mapping[str, str]]) -> str:
    return next((value for each in tags for k, value in each.items() if k.lower() == "owner"), "")


def _tags(value: Any) -> dict[str, str]:
    found = json.loads(value) if isinstance(value, str) else value
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

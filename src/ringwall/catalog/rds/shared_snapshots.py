"""Snapshots of databases that other accounts can copy, and how that is taken back."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.catalog.ec2.shared_copies import SharedCopy
from ringwall.catalog.response_site import ACCOUNT, ResponseSite
from ringwall.model.change import Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.write_shape import Shape, WriteShape

NAME = r"[A-Za-z][A-Za-z0-9-]{0,254}"
_VALUES: Shape = [rf"all|{ACCOUNT}"]


@dataclass(frozen=True)
class _Kind:
    """How AWS calls snapshots of instances, or of clusters."""

    noun: str
    identifier: str
    answer: str
    list_operation: str
    listed: str
    source: str
    arn: str
    gone: str


_INSTANCE = _Kind(
    "db_snapshot",
    "DBSnapshotIdentifier",
    "DBSnapshotAttributesResult.DBSnapshotAttributes",
    "rds.describe_db_snapshots",
    "DBSnapshots",
    "DBInstanceIdentifier",
    "snapshot",
    "DBSnapshotNotFound",
)
_CLUSTER = _Kind(
    "db_cluster_snapshot",
    "DBClusterSnapshotIdentifier",
    "DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes",
    "rds.describe_db_cluster_snapshots",
    "DBClusterSnapshots",
    "DBClusterIdentifier",
    "cluster-snapshot",
    "DBClusterSnapshotNotFoundFault",
)
WRITES = tuple(
    WriteShape(
        f"rds.modify_{kind.noun}_attribute",
        {
            kind.identifier: NAME,
            "AttributeName": "restore",
            "ValuesToAdd?": _VALUES,
            "ValuesToRemove?": _VALUES,
        },
    )
    for kind in (_INSTANCE, _CLUSTER)
)
READS = tuple(
    operation
    for kind in (_INSTANCE, _CLUSTER)
    for operation in (kind.list_operation, f"rds.describe_{kind.noun}_attributes")
)


def find_shared_snapshots(site: ResponseSite, what: str, name: str) -> Iterator[SharedCopy]:
    """Yield the manual snapshots that a database ARN names: one, or those of a database.

    `what` is db, cluster, snapshot or cluster-snapshot. NeedsHuman where there is none such.
    """
    kind = _CLUSTER if what.startswith("cluster") else _INSTANCE
    is_one = what.endswith("snapshot")
    asked = {kind.identifier if is_one else kind.source: name}
    try:
        found = list(site.reader.items(kind.list_operation, kind.listed, **asked))
    except CallFailed as error:
        if not error.is_one_of((kind.gone, f"{kind.gone}Fault")):
            raise
        found = []
    if is_one and not found:
        raise NeedsHuman(f"{name} in {site.region} of account {site.account_id} is gone")
    for one in found:
        if one.get("SnapshotType") == "manual":  # no other can be shared
            yield _share(site, kind, str(one[kind.identifier]))


def _share(site: ResponseSite, kind: _Kind, name: str) -> SharedCopy:
    which = {kind.identifier: name}

    def write(verb: str, names: list[str]) -> Write:
        values = {"AttributeName": "restore", f"ValuesTo{verb}": names}
        return Write(f"rds.modify_{kind.noun}_attribute", {**which, **values})

    probe = Probe(
        f"rds.describe_{kind.noun}_attributes",
        which,
        f"sort({kind.answer}[?AttributeName=='restore'].AttributeValues[] || `[]`)",
    )
    return SharedCopy(site, site.name(f"{kind.arn}:{name}", "rds"), probe, write)

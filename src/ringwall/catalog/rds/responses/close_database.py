"""Closes a database that the internet can reach: its public address is taken, and it is kept."""

import re
from collections.abc import Iterator

from ringwall.catalog.response_site import (
    ACCOUNT,
    PARTITION,
    REGION,
    ResponseSite,
    attempt,
    open_site,
)
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.response_playbook import HumanStep, responds
from ringwall.model.state import read_state
from ringwall.model.table import Row
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

NAME = r"[A-Za-z][A-Za-z0-9-]{0,62}"
DATABASE = rf"arn:{PARTITION}:rds:({REGION}):({ACCOUNT}):(db|cluster):({NAME})"
READ_INSTANCE, READ_CLUSTER = "rds.describe_db_instances", "rds.describe_db_clusters"
GONE = ("DBInstanceNotFound", "DBInstanceNotFoundFault", "DBClusterNotFoundFault")
BUSY = ("InvalidDBInstanceState", "InvalidDBInstanceStateFault", "InvalidDBClusterStateFault")
"""What RDS answers while it works on the database."""
LONG = 600.0
"""Seconds that RDS may need to show a change of an address."""
MULTI_AZ = ("mysql", "postgres")
"""Engines whose instances in a cluster cannot be changed one by one: a Multi-AZ DB cluster."""
WRITES = (
    WriteShape(
        "rds.modify_db_instance", {"DBInstanceIdentifier": NAME, "PubliclyAccessible": bool}
    ),
    WriteShape(
        "rds.modify_db_instance", {"DBInstanceIdentifier": NAME, "DeletionProtection": bool}
    ),
    WriteShape("rds.modify_db_cluster", {"DBClusterIdentifier": NAME, "DeletionProtection": bool}),
)


@responds(
    "Close a database that was made public",
    "database",
    writes=WRITES,
    reads=(READ_CLUSTER, READ_INSTANCE),
    risks=(
        "Whoever uses it over the internet cannot any more, those who are meant to among them.",
        "What was read while it was open is known to others: nobody can recall it.",
        "Its passwords stay valid, and so do ways in from inside the network.",
    ),
    rollback="It has a public address again, which may be another one; it can be deleted again.",
    answers=("rds.database_is_made_public", "guardduty.*:RDS/*"),
)
def close_database(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Take the public address from an instance, or from all of a cluster; deny its deletion."""
    named = re.fullmatch(DATABASE, threat.resource, re.ASCII)
    if not named:
        raise NeedsHuman("the finding names no database by its ARN: look it up")
    region, account, what, name = named.groups()
    if account != threat.account_id:
        raise NeedsHuman(f"{name} is of account {account}, the finding of another one")
    site = open_site(threat, scene, region)
    instances = _find_instances(site, what, name)
    for instance in instances:
        yield from _close(site, instance)
    clusters = dict.fromkeys(str(one.get("DBClusterIdentifier") or "") for one in instances)
    for cluster in filter(None, clusters):
        arn = site.name(f"cluster:{cluster}", "rds")
        look = "Look whether the cluster is protected from deletion"
        yield from attempt(arn, look, _keep_cluster(site, cluster))
    for instance in instances:
        if not instance.get("DBClusterIdentifier"):
            yield from _keep_instance(site, instance)
    yield from _tell(threat.resource, instances)


def _find_instances(site: ResponseSite, what: str, name: str) -> list[Row]:
    """Return an instance, or those of a cluster; NeedsHuman where there is none.

    A rule may name either by its name alone, which is then taken for that of an instance.
    """
    found: list[Row] = []
    if what == "db":
        found = _list(site, READ_INSTANCE, "DBInstances", DBInstanceIdentifier=name)
    if not found:
        clusters = _list(site, READ_CLUSTER, "DBClusters", DBClusterIdentifier=name)
        for cluster in clusters:
            for member in cluster.get("DBClusterMembers") or ():
                which = str(member["DBInstanceIdentifier"])
                found += _list(site, READ_INSTANCE, "DBInstances", DBInstanceIdentifier=which)
    if not found:
        where = f"in {site.region} of account {site.account_id}"
        raise NeedsHuman(f"there is no instance of the database {name} {where}: look it up")
    return found


def _list(site: ResponseSite, operation: str, listed: str, **asked: str) -> list[Row]:
    try:
        return list(site.reader.items(operation, listed, **asked))
    except CallFailed as error:
        if not error.is_one_of(GONE):
            raise
        return []


def _close(site: ResponseSite, instance: Row) -> Iterator[Change | HumanStep]:
    name, arn = str(instance["DBInstanceIdentifier"]), str(instance["DBInstanceArn"])
    if not instance.get("PubliclyAccessible"):
        return
    cluster = instance.get("DBClusterIdentifier")
    if cluster and instance.get("Engine") in MULTI_AZ:
        what = f"Close the security groups of the cluster {cluster}, or restore it without"
        yield HumanStep(arn, f"{what} a public address", "RDS changes no address in such a cluster")
        return
    which = {"DBInstanceIdentifier": name}

    # Without ApplyImmediately: RDS changes this at once all the same, and whatever else waits for
    # the maintenance window goes on waiting. It is so of DeletionProtection, too.
    def expose(*, state: bool) -> Write:
        return Write("rds.modify_db_instance", {**which, "PubliclyAccessible": state}, BUSY)

    yield site.change(
        arn,
        write=expose(state=False),
        probe=Probe(READ_INSTANCE, which, "DBInstances[0].PubliclyAccessible", GONE, LONG),
        before=True,
        after=False,
        why="the internet cannot reach the database any more",
        blast="availability",
        undo=expose(state=True),
        stage="contain",
    )


def _keep_instance(site: ResponseSite, instance: Row) -> Iterator[Change]:
    which = {"DBInstanceIdentifier": str(instance["DBInstanceIdentifier"])}
    probe = Probe(READ_INSTANCE, which, "DBInstances[0].DeletionProtection", GONE)
    yield from _keep(site, str(instance["DBInstanceArn"]), "rds.modify_db_instance", probe)


def _keep_cluster(site: ResponseSite, name: str) -> Iterator[Change]:
    which = {"DBClusterIdentifier": name}
    probe = Probe(READ_CLUSTER, which, "DBClusters[0].DeletionProtection", GONE)
    yield from _keep(site, site.name(f"cluster:{name}", "rds"), "rds.modify_db_cluster", probe)


def _keep(site: ResponseSite, arn: str, operation: str, probe: Probe) -> Iterator[Change]:
    """Yield the Change that denies to delete what a probe shows."""
    if read_state(probe, site.reader) is not False:
        return
    member = "DeletionProtection"
    yield site.change(
        arn,
        write=Write(operation, {**probe.parameters, member: True}, BUSY),
        probe=probe,
        before=False,
        after=True,
        why="nobody deletes it, and what it shows of the attack, with one call",
        blast="none",
        undo=Write(operation, {**probe.parameters, member: False}, BUSY),
        stage="preserve",
    )


def _tell(arn: str, instances: list[Row]) -> Iterator[HumanStep]:
    groups = {
        str(group["VpcSecurityGroupId"])
        for instance in instances
        for group in instance.get("VpcSecurityGroups") or ()
    }
    if groups:
        what = f"Close the security groups that let everybody in: {', '.join(sorted(groups))}"
        yield HumanStep(arn, what, "ec2.close_opened_group revokes rules that were added")
    yield HumanStep(
        arn,
        "Change the passwords of its users, and look in its logs who signed in",
        "while it was open, anybody could guess them",
    )

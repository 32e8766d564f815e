"""ElastiCache: replication groups and cache clusters."""

from collections.abc import Callable
from typing import Any

from aws_examples import load_example

from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:elasticache:us-east-1:111111111111"


def test_the_answer_that_aws_shows_is_read_in_part(canned: Any, collect: Any) -> None:
    """It is of 2015, when nothing was encrypted: what it lacks is not known, and a gap."""
    shown = load_example("elasticache", "DescribeReplicationGroups")
    (group,) = shown["ReplicationGroups"]
    group["ARN"] = f"{ARN}:replicationgroup:{group['ReplicationGroupId']}"
    reader = canned({"elasticache.describe_replication_groups": shown})
    rows, gaps = collect(reader, "elasticache_replication_group")
    (row,) = rows["elasticache_replication_group"]
    assert row["replication_group_id"] == group["ReplicationGroupId"]
    assert row["automatic_failover"] == group["AutomaticFailover"]
    assert row["member_clusters"] == group["MemberClusters"]
    assert (row["at_rest_encryption_enabled"], row["auth_token_enabled"]) == (None, None)
    assert {g.aspect for g in gaps} == {
        "at_rest_encryption_enabled",
        "auth_token_enabled",
        "snapshot_retention_limit",
        "transit_encryption_enabled",
    }


def test_the_clusters_that_aws_shows_are_read(canned: Any, collect: Any) -> None:
    shown = load_example("elasticache", "DescribeCacheClusters")
    for cluster in shown["CacheClusters"]:
        cluster["ARN"] = f"{ARN}:cluster:{cluster['CacheClusterId']}"
    reader = canned({"elasticache.describe_cache_clusters": shown})
    rows, gaps = collect(reader, "elasticache_cache_cluster")
    assert gaps == []
    (row,) = rows["elasticache_cache_cluster"]
    (cluster,) = shown["CacheClusters"]
    assert (row["engine"], row["engine_version"]) == (cluster["Engine"], cluster["EngineVersion"])
    assert row["cache_subnet_group_name"] == cluster["CacheSubnetGroupName"]
    assert row["auto_minor_version_upgrade"] is cluster["AutoMinorVersionUpgrade"]
    assert row["replication_group_id"] == ""


def test_a_refused_list_is_a_gap(canned: Any, collect: Any) -> None:
    denied = AccessDenied("no", "AccessDenied")
    rows, gaps = collect(
        canned({"elasticache.describe_replication_groups": denied}), "elasticache_replication_group"
    )
    assert rows["elasticache_replication_group"] == []
    assert [g.status for g in gaps] == ["denied"]


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    cache = aws("elasticache")
    cache.create_replication_group(
        ReplicationGroupId="sessions",
        ReplicationGroupDescription="sessions",
        Engine="redis",
        CacheNodeType="cache.t4g.small",
        TransitEncryptionEnabled=True,
        SnapshotRetentionLimit=3,
    )
    emulator.calls.clear()
    names = ("elasticache_replication_group", "elasticache_cache_cluster")
    rows, gaps = collect(live, *names)
    assert gaps == []
    (group,) = rows["elasticache_replication_group"]
    assert (group["transit_encryption_enabled"], group["snapshot_retention_limit"]) == (True, 3)
    assert (group["at_rest_encryption_enabled"], group["automatic_failover"]) == (False, "disabled")
    (node,) = rows["elasticache_cache_cluster"]
    assert (node["replication_group_id"], node["cache_cluster_id"]) == ("sessions", "sessions-001")
    assert sum(emulator.calls.values()) == 2

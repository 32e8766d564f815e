from typing import Any


def test_nodes_of_a_group_are_clusters_too(client: Any, refusal: Any) -> None:
    cache = client("elasticache")
    cache.create_replication_group(
        ReplicationGroupId="old",
        ReplicationGroupDescription="-",
        Engine="redis",
        EngineVersion="5.0.6",
        CacheNodeType="cache.t4g.small",
        AutoMinorVersionUpgrade=False,
    )
    (node,) = cache.describe_cache_clusters()["CacheClusters"]
    assert (node["ReplicationGroupId"], node["EngineVersion"]) == ("old", "5.0.6")
    assert (node["AutoMinorVersionUpgrade"], node["CacheSubnetGroupName"]) == (False, "default")
    asked = {"CacheClusterId": "old-001"}
    assert len(cache.describe_cache_clusters(**asked)["CacheClusters"]) == 1
    alone = cache.describe_cache_clusters(ShowCacheClustersNotInReplicationGroups=True)
    assert alone["CacheClusters"] == []
    code = refusal(cache.describe_cache_clusters, CacheClusterId="other")[0]
    assert code == "CacheClusterNotFound"
    cache.delete_replication_group(ReplicationGroupId="old")
    assert cache.describe_cache_clusters()["CacheClusters"] == []

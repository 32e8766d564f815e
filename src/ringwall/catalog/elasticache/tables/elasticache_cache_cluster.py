"""Cache clusters of ElastiCache: Memcached, single nodes, and the nodes of replication groups."""

from ringwall.model.table import Call, Table, boolean, integer, moment, text, texts

cluster = Table(
    name="elasticache_cache_cluster",
    doc="A cluster of Memcached, or one node of Redis OSS or Valkey.",
    cloudformation="AWS::ElastiCache::CacheCluster",
    list=Call("elasticache.describe_cache_clusters", "CacheClusters"),
    arn="ARN",
    columns=(
        text("cache_cluster_id", "CacheClusterId", "The cluster's name.", property="ClusterName"),
        text("cache_cluster_status", "CacheClusterStatus", "available, creating, ..."),
        text("engine", "Engine", "memcached, redis or valkey.", required=True),
        text("engine_version", "EngineVersion", "The engine's version.", required=True),
        text("cache_node_type", "CacheNodeType", "The size of its nodes: cache.t4g.small."),
        integer("num_cache_nodes", "NumCacheNodes", "The number of its nodes."),
        text(
            "replication_group_id",
            "ReplicationGroupId",
            "The replication group that it is a node of; '' for none.",
            property="ReplicationGroupId",
            default="",
        ),
        text(
            "cache_subnet_group_name",
            "CacheSubnetGroupName",
            "The subnets that it can be in; default for those of the default VPC.",
            required=True,
        ),
        texts(
            "security_groups",
            "SecurityGroups[].SecurityGroupId",
            "Its security groups.",
            property="VpcSecurityGroupIds",
        ),
        boolean(
            "auto_minor_version_upgrade",
            "AutoMinorVersionUpgrade",
            "Minor versions are installed automatically.",
            required=True,
        ),
        boolean(
            "at_rest_encryption_enabled", "AtRestEncryptionEnabled", "It is encrypted at rest."
        ),
        boolean(
            "transit_encryption_enabled",
            "TransitEncryptionEnabled",
            "It speaks TLS with clients.",
            default=False,
        ),
        integer(
            "snapshot_retention_limit",
            "SnapshotRetentionLimit",
            "The number of days that automatic backups are kept; 0 for no backups.",
            default=0,
        ),
        moment("cache_cluster_create_time", "CacheClusterCreateTime", "When it was created."),
    ),
)

"""Replication groups of ElastiCache: Redis OSS and Valkey."""

from ringwall.catalog.passwords import drop_passwords
from ringwall.model.table import Call, Table, boolean, integer, text, texts

_COPIED = "GlobalReplicationGroupId"
"""The property that says which group of another Region it takes its settings from."""


group = Table(
    name="elasticache_replication_group",
    doc="A replication group of Redis OSS or Valkey; its nodes are in elasticache_cache_cluster.",
    cloudformation="AWS::ElastiCache::ReplicationGroup",
    list=Call("elasticache.describe_replication_groups", "ReplicationGroups"),
    arn="ARN",
    conceal=drop_passwords,
    columns=(
        text("replication_group_id", "ReplicationGroupId", "The group's name.", required=True),
        text(
            "description",
            "Description",
            "The group's description.",
            property="ReplicationGroupDescription",
        ),
        text("status", "Status", "available, creating, ..."),
        text("engine", "Engine", "redis or valkey; '' where AWS does not say it."),
        text("cache_node_type", "CacheNodeType", "The size of its nodes: cache.t4g.small."),
        texts("member_clusters", "MemberClusters", "Its nodes."),
        text(
            "automatic_failover",
            "AutomaticFailover",
            "enabled, disabled, enabling or disabling: a replica takes over when the primary "
            "node fails.",
            property="(AutomaticFailoverEnabled == `true` && 'enabled')"
            " || (AutomaticFailoverEnabled == `false` && 'disabled') || `null`",
            required=True,
        ),
        text(
            "multi_az",
            "MultiAZ",
            "enabled or disabled: its nodes are in several Availability Zones.",
            property="(MultiAZEnabled == `true` && 'enabled')"
            " || (MultiAZEnabled == `false` && 'disabled') || `null`",
            default="disabled",
            unless=_COPIED,
        ),
        boolean(
            "at_rest_encryption_enabled",
            "AtRestEncryptionEnabled",
            "It is encrypted at rest.",
            required=True,
        ),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with; '' for AWS's own."),
        boolean(
            "transit_encryption_enabled",
            "TransitEncryptionEnabled",
            "It speaks TLS with clients.",
            required=True,
        ),
        text(
            "transit_encryption_mode",
            "TransitEncryptionMode",
            "required, or preferred where clients may do without TLS; '' where it is off.",
        ),
        boolean(
            "auth_token_enabled",
            "AuthTokenEnabled",
            "Clients need a password.",
            required=True,
        ),
        texts(
            "user_group_ids",
            "UserGroupIds",
            "Groups of users that may sign in.",
            default=[],
            unless=_COPIED,
        ),
        integer(
            "snapshot_retention_limit",
            "SnapshotRetentionLimit",
            "The number of days that automatic backups are kept; 0 for no backups.",
            default=0,
            unless=_COPIED,
            required=True,
        ),
    ),
)

"""Database clusters."""

from ringwall.model.table import Call, Table, boolean, integer, moment, text, texts

_COPIED = (
    "SnapshotIdentifier || SourceDBClusterIdentifier || SourceDbClusterResourceId"
    " || ReplicationSourceIdentifier || GlobalClusterIdentifier"
)
"""Properties that say which cluster or snapshot it takes its settings from."""


cluster = Table(
    name="rds_db_cluster",
    doc="A database cluster: Aurora, Multi-AZ, Neptune or DocumentDB.",
    cloudformation="AWS::RDS::DBCluster",
    list=Call("rds.describe_db_clusters", "DBClusters"),
    arn="DBClusterArn",
    tags="TagList",
    columns=(
        text("db_cluster_identifier", "DBClusterIdentifier", "The cluster's name."),
        text("status", "Status", "available, stopped, creating, ..."),
        text("engine", "Engine", "aurora-mysql, postgres, neptune, docdb, ..."),
        text("engine_version", "EngineVersion", "The engine's version."),
        text("endpoint", "Endpoint", "The DNS name of its writer.", property="Endpoint.Address"),
        integer("port", "Port", "Its port."),
        text("master_username", "MasterUsername", "The name of the master user."),
        text(
            "master_user_secret",
            "MasterUserSecret.SecretArn",
            "The secret with the master user's password, which RDS manages; '' for none.",
            default="",
            unless=f"ManageMasterUserPassword || {_COPIED}",
        ),
        boolean(
            "manage_master_user_password",
            "(MasterUserSecret.SecretArn && `true`) || `false`",
            "RDS makes the master user's password, and keeps it in Secrets Manager.",
            property="ManageMasterUserPassword",
            default=False,
            unless=_COPIED,
        ),
        texts("members", "DBClusterMembers[].DBInstanceIdentifier", "Its instances."),
        texts(
            "vpc_security_groups",
            "VpcSecurityGroups[].VpcSecurityGroupId",
            "Its security groups.",
            property="VpcSecurityGroupIds",
            required=True,
        ),
        boolean(
            "publicly_accessible",
            "PubliclyAccessible",
            "A Multi-AZ cluster resolves to public addresses.",
            default=False,
            unless="DBClusterInstanceClass",
        ),
        boolean(
            "storage_encrypted",
            "StorageEncrypted",
            "Its storage is encrypted at rest.",
            default=False,
            unless=_COPIED,
            required=True,
        ),
        text(
            "kms_key_id",
            "KmsKeyId",
            "The key that it is encrypted with.",
            default="",
            unless=f"StorageEncrypted || {_COPIED}",
        ),
        integer(
            "backup_retention_period",
            "BackupRetentionPeriod",
            "The number of days that automated backups are kept.",
            default=1,
            unless=_COPIED,
        ),
        boolean(
            "deletion_protection", "DeletionProtection", "It cannot be deleted.", default=False
        ),
        boolean("multi_az", "MultiAZ", "It has instances in several Availability Zones."),
        boolean(
            "enable_iam_database_authentication",
            "IAMDatabaseAuthenticationEnabled",
            "IAM database authentication is enabled.",
            property="EnableIAMDatabaseAuthentication",
            default=False,
        ),
        boolean(
            "enable_http_endpoint",
            "HttpEndpointEnabled",
            "The Data API is enabled.",
            property="EnableHttpEndpoint",
            default=False,
        ),
        boolean(
            "copy_tags_to_snapshot",
            "CopyTagsToSnapshot",
            "Its tags are copied to snapshots.",
            default=False,
        ),
        texts(
            "enable_cloudwatch_logs_exports",
            "EnabledCloudwatchLogsExports",
            "The logs that are exported to CloudWatch Logs.",
            property="EnableCloudwatchLogsExports",
            default=[],
        ),
        moment("cluster_create_time", "ClusterCreateTime", "When it was created."),
    ),
)

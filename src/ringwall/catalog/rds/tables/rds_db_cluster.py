"""Database clusters."""

from ringwall.catalog.passwords import drop_passwords
from ringwall.catalog.rds.engines import always_but_docdb
from ringwall.model.table import Call, Table, boolean, integer, moment, text, texts

_COPIED = (
    "SnapshotIdentifier || SourceDBClusterIdentifier || SourceDbClusterResourceId"
    " || ReplicationSourceIdentifier || GlobalClusterIdentifier"
)
"""Properties that say which cluster or snapshot it takes its settings from."""


cluster = Table(
    name="rds_db_cluster",
    doc="A database cluster: Aurora, Multi-AZ, Neptune or DocumentDB; `engine` says which.",
    cloudformation="AWS::RDS::DBCluster",
    list=Call("rds.describe_db_clusters", "DBClusters"),
    arn="DBClusterArn",
    tags="TagList",
    conceal=drop_passwords,
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
            required=True,
        ),
        integer(
            "backtrack_window",
            "BacktrackWindow",
            "Aurora MySQL: the number of seconds that it can be taken back; 0 for none.",
            default=0,
        ),
        boolean(
            "deletion_protection",
            "DeletionProtection",
            "It cannot be deleted.",
            default=False,
            required=True,
        ),
        boolean(
            "multi_az",
            "MultiAZ",
            "It has instances in several Availability Zones.",
            required=True,
        ),
        boolean(
            "auto_minor_version_upgrade",
            "not_null(AutoMinorVersionUpgrade, (!contains(['mysql', 'postgres'], Engine || ''"
            ") || `null`) && `false`)",
            "Minor versions are installed automatically; of Multi-AZ clusters alone.",
            property="AutoMinorVersionUpgrade",
            default=True,
            unless=_COPIED,
            required=True,
        ),
        text(
            "db_cluster_parameter_group",
            "DBClusterParameterGroup",
            "The name of its parameter group.",
            property="DBClusterParameterGroupName",
            required=True,
        ),
        texts(
            "members_out_of_sync",
            "DBClusterMembers[?DBClusterParameterGroupStatus != 'in-sync'].DBInstanceIdentifier",
            "Instances that do not work with the parameters of the group yet.",
        ),
        boolean(
            "enable_iam_database_authentication",
            always_but_docdb("IAMDatabaseAuthenticationEnabled", "false"),
            "IAM database authentication is enabled.",
            property="EnableIAMDatabaseAuthentication",
            default=False,
            required=True,
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
            always_but_docdb("CopyTagsToSnapshot", "false"),
            "Its tags are copied to snapshots.",
            property="CopyTagsToSnapshot",
            default=False,
            required=True,
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

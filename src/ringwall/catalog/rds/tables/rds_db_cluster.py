"""Database clusters."""

from ringwall.model.table import Call, Table, boolean, integer, moment, text, texts

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
        text("endpoint", "Endpoint", "The DNS name of its writer."),
        integer("port", "Port", "Its port."),
        text("master_username", "MasterUsername", "The name of the master user."),
        texts("members", "DBClusterMembers[].DBInstanceIdentifier", "Its instances."),
        texts(
            "vpc_security_groups", "VpcSecurityGroups[].VpcSecurityGroupId", "Its security groups."
        ),
        boolean(
            "publicly_accessible",
            "PubliclyAccessible",
            "A Multi-AZ cluster resolves to public addresses.",
        ),
        boolean("storage_encrypted", "StorageEncrypted", "Its storage is encrypted at rest."),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        integer(
            "backup_retention_period",
            "BackupRetentionPeriod",
            "The number of days that automated backups are kept.",
        ),
        boolean("deletion_protection", "DeletionProtection", "It cannot be deleted."),
        boolean("multi_az", "MultiAZ", "It has instances in several Availability Zones."),
        boolean(
            "enable_iam_database_authentication",
            "IAMDatabaseAuthenticationEnabled",
            "IAM database authentication is enabled.",
        ),
        boolean("enable_http_endpoint", "HttpEndpointEnabled", "The Data API is enabled."),
        boolean("copy_tags_to_snapshot", "CopyTagsToSnapshot", "Its tags are copied to snapshots."),
        texts(
            "enable_cloudwatch_logs_exports",
            "EnabledCloudwatchLogsExports",
            "The logs that are exported to CloudWatch Logs.",
        ),
        moment("cluster_create_time", "ClusterCreateTime", "When it was created."),
    ),
)

"""RDS: database instances, clusters and the snapshots of both."""

from ringwall.model.table import Call, Table, boolean, integer, moment, text, texts

IS_MANUAL = "SnapshotType == 'manual'"
RESTORE = "Sharing[?AttributeName=='restore'].AttributeValues[]"
"""JMESPath of a snapshot's `restore` attribute: account ids, or all."""
IS_PUBLIC = "Sharing[?AttributeName=='restore' && contains(AttributeValues, 'all')]"

instance = Table(
    name="rds_db_instance",
    doc="A database instance: RDS's own, or a member of an Aurora, Neptune or DocumentDB cluster.",
    cloudformation="AWS::RDS::DBInstance",
    list=Call("rds.describe_db_instances", "DBInstances"),
    arn="DBInstanceArn",
    tags="TagList",
    columns=(
        text("db_instance_identifier", "DBInstanceIdentifier", "The instance's name."),
        text("db_instance_status", "DBInstanceStatus", "available, stopped, creating, ..."),
        text("db_instance_class", "DBInstanceClass", "Its size: db.t3.micro."),
        text("engine", "Engine", "postgres, mysql, aurora-postgresql, ..."),
        text("engine_version", "EngineVersion", "The engine's version."),
        text("db_cluster_identifier", "DBClusterIdentifier", "Its cluster's name; '' for none."),
        text("endpoint_address", "Endpoint.Address", "The name that it answers at."),
        integer("endpoint_port", "Endpoint.Port", "The port that it answers at."),
        text("master_username", "MasterUsername", "The name of its first user."),
        text("master_user_secret", "MasterUserSecret.SecretArn", "The secret that RDS rotates."),
        text("vpc_id", "DBSubnetGroup.VpcId", "The VPC that it stands in."),
        texts("subnet_ids", "DBSubnetGroup.Subnets[].SubnetIdentifier", "Where it may stand."),
        texts("vpc_security_groups", "VpcSecurityGroups[].VpcSecurityGroupId", "Its groups."),
        boolean(
            "publicly_accessible",
            "PubliclyAccessible",
            "Its name leads to a public address for callers outside of the VPC.",
        ),
        boolean("storage_encrypted", "StorageEncrypted", "Its disks and backups are encrypted."),
        text("kms_key_id", "KmsKeyId", "The key that they are encrypted with."),
        integer(
            "backup_retention_period",
            "BackupRetentionPeriod",
            "How many days automated backups are kept; 0 for no backups.",
        ),
        text(
            "read_replica_source",
            "ReadReplicaSourceDBInstanceIdentifier || ReadReplicaSourceDBClusterIdentifier",
            "The instance or cluster that it is a read replica of; '' for none.",
        ),
        boolean("deletion_protection", "DeletionProtection", "It cannot be deleted."),
        boolean("multi_az", "MultiAZ", "A standby waits in another zone."),
        boolean(
            "auto_minor_version_upgrade",
            "AutoMinorVersionUpgrade",
            "Minor versions are installed without asking.",
        ),
        boolean(
            "enable_iam_database_authentication",
            "IAMDatabaseAuthenticationEnabled",
            "IAM can stand in for passwords.",
        ),
        boolean("copy_tags_to_snapshot", "CopyTagsToSnapshot", "Snapshots get its tags."),
        integer(
            "monitoring_interval", "MonitoringInterval", "Seconds between OS metrics; 0: none."
        ),
        texts(
            "enable_cloudwatch_logs_exports",
            "EnabledCloudwatchLogsExports",
            "The logs that go to CloudWatch.",
        ),
        text("ca_certificate_identifier", "CACertificateIdentifier", "Who signed its certificate."),
        moment("instance_create_time", "InstanceCreateTime", "When it was made."),
    ),
)

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
        text("endpoint", "Endpoint", "The name that its writer answers at."),
        integer("port", "Port", "The port that it answers at."),
        text("master_username", "MasterUsername", "The name of its first user."),
        texts("members", "DBClusterMembers[].DBInstanceIdentifier", "Its instances."),
        texts("vpc_security_groups", "VpcSecurityGroups[].VpcSecurityGroupId", "Its groups."),
        boolean(
            "publicly_accessible", "PubliclyAccessible", "A Multi-AZ cluster has public names."
        ),
        boolean("storage_encrypted", "StorageEncrypted", "Its storage is encrypted."),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        integer("backup_retention_period", "BackupRetentionPeriod", "Days that backups are kept."),
        boolean("deletion_protection", "DeletionProtection", "It cannot be deleted."),
        boolean("multi_az", "MultiAZ", "It has instances in several zones."),
        boolean(
            "enable_iam_database_authentication",
            "IAMDatabaseAuthenticationEnabled",
            "IAM can stand in for passwords.",
        ),
        boolean("enable_http_endpoint", "HttpEndpointEnabled", "The Data API answers for it."),
        boolean("copy_tags_to_snapshot", "CopyTagsToSnapshot", "Snapshots get its tags."),
        texts(
            "enable_cloudwatch_logs_exports",
            "EnabledCloudwatchLogsExports",
            "The logs that go to CloudWatch.",
        ),
        moment("cluster_create_time", "ClusterCreateTime", "When it was made."),
    ),
)

snapshot = Table(
    name="rds_db_snapshot",
    sharing=("restore_accounts",),
    doc="A snapshot of a database instance that the account owns.",
    list=Call("rds.describe_db_snapshots", "DBSnapshots"),
    arn="DBSnapshotArn",
    tags="TagList",
    calls=(
        # A list of all public snapshots would name every account's. Only manual ones can be shared.
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
        Call(
            "rds.describe_db_snapshot_attributes",
            "DBSnapshotAttributesResult.DBSnapshotAttributes",
            {"DBSnapshotIdentifier": "{DBSnapshotIdentifier}"},
            into="Sharing",
            absent=("DBSnapshotNotFound",),
            when=IS_MANUAL,
        ),
    ),
    columns=(
        text("db_snapshot_identifier", "DBSnapshotIdentifier", "The snapshot's name."),
        text("db_instance_identifier", "DBInstanceIdentifier", "The instance it was taken of."),
        text("snapshot_type", "SnapshotType", "manual, automated or awsbackup."),
        text("status", "Status", "available, creating, ..."),
        text("engine", "Engine", "The engine of its instance."),
        boolean("encrypted", "Encrypted", "It is encrypted."),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        boolean("is_public", IS_PUBLIC, "Every AWS account can restore it."),
        texts("restore_accounts", RESTORE, "Accounts that may restore it; all for every one."),
        moment("snapshot_create_time", "SnapshotCreateTime", "When it was taken."),
    ),
)

cluster_snapshot = Table(
    name="rds_db_cluster_snapshot",
    sharing=("restore_accounts",),
    doc="A snapshot of a database cluster that the account owns.",
    list=Call("rds.describe_db_cluster_snapshots", "DBClusterSnapshots"),
    arn="DBClusterSnapshotArn",
    tags="TagList",
    calls=(
        Call(
            "rds.describe_db_cluster_snapshot_attributes",
            "DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes",
            {"DBClusterSnapshotIdentifier": "{DBClusterSnapshotIdentifier}"},
            into="Sharing",
            absent=("DBClusterSnapshotNotFoundFault",),
            when=IS_MANUAL,
        ),
    ),
    columns=(
        text(
            "db_cluster_snapshot_identifier", "DBClusterSnapshotIdentifier", "The snapshot's name."
        ),
        text("db_cluster_identifier", "DBClusterIdentifier", "The cluster it was taken of."),
        text("snapshot_type", "SnapshotType", "manual, automated or awsbackup."),
        text("status", "Status", "available, creating, ..."),
        text("engine", "Engine", "The engine of its cluster."),
        boolean("storage_encrypted", "StorageEncrypted", "It is encrypted."),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        boolean("is_public", IS_PUBLIC, "Every AWS account can restore it."),
        texts("restore_accounts", RESTORE, "Accounts that may restore it; all for every one."),
        moment("snapshot_create_time", "SnapshotCreateTime", "When it was taken."),
    ),
)

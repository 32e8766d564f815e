"""Database instances."""

from ringwall.model.table import Call, Table, boolean, integer, moment, text, texts

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

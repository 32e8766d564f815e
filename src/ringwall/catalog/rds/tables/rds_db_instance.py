"""Database instances."""

from ringwall.catalog.passwords import drop_passwords
from ringwall.catalog.rds.engines import always_but_docdb
from ringwall.model.table import Call, Table, boolean, integer, moment, text, texts

_COPIED = (
    "DBSnapshotIdentifier || DBClusterSnapshotIdentifier || SourceDBInstanceIdentifier"
    " || SourceDbiResourceId || SourceDBInstanceAutomatedBackupsArn || SourceDBClusterIdentifier"
)
"""Properties that say which instance, cluster or snapshot it takes its settings from."""

_OF_CLUSTER = "DBClusterIdentifier"
"""The cluster that decides for its members."""

# With a time to restore to, the source is copied once.
_REPLICA_OF = (
    "[{source: SourceDBInstanceIdentifier || SourceDBClusterIdentifier,"
    " at: RestoreTime || UseLatestRestorableTime}][?!at].source | [0]"
)


instance = Table(
    name="rds_db_instance",
    doc="A database instance of RDS, or a member of an Aurora, Neptune or DocumentDB cluster.",
    cloudformation="AWS::RDS::DBInstance",
    list=Call("rds.describe_db_instances", "DBInstances"),
    arn="DBInstanceArn",
    tags="TagList",
    conceal=drop_passwords,
    columns=(
        text("db_instance_identifier", "DBInstanceIdentifier", "The instance's name."),
        text("db_instance_status", "DBInstanceStatus", "available, stopped, creating, ..."),
        text("db_instance_class", "DBInstanceClass", "Its size: db.t3.micro."),
        text("engine", "Engine", "postgres, mysql, aurora-postgresql, ..."),
        text("engine_version", "EngineVersion", "The engine's version."),
        text(
            "db_cluster_identifier",
            "DBClusterIdentifier",
            "Its cluster's name; '' for none.",
            default="",
        ),
        text("endpoint_address", "Endpoint.Address", "Its DNS name."),
        integer("endpoint_port", "Endpoint.Port", "Its port.", property="Endpoint.Port || Port"),
        text("master_username", "MasterUsername", "The name of the master user."),
        text(
            "master_user_secret",
            "MasterUserSecret.SecretArn",
            "The secret with the master user's password, which RDS manages.",
            default="",
            unless="ManageMasterUserPassword",
        ),
        boolean(
            "manage_master_user_password",
            "(MasterUserSecret.SecretArn && `true`) || `false`",
            "RDS makes the master user's password, and keeps it in Secrets Manager.",
            property="ManageMasterUserPassword",
            default=False,
        ),
        text("vpc_id", "DBSubnetGroup.VpcId", "Its VPC."),
        texts(
            "subnet_ids",
            "DBSubnetGroup.Subnets[].SubnetIdentifier",
            "The subnets that it can be in.",
        ),
        texts(
            "vpc_security_groups",
            "VpcSecurityGroups[].VpcSecurityGroupId",
            "Its security groups.",
            property="VPCSecurityGroups",
            required=True,
        ),
        boolean(
            "publicly_accessible",
            "PubliclyAccessible",
            "Its DNS name resolves to a public address outside the VPC.",
            required=True,
        ),
        boolean(
            "storage_encrypted",
            "StorageEncrypted",
            "Its storage and backups are encrypted.",
            default=False,
            unless=f"{_OF_CLUSTER} || {_COPIED}",
            required=True,
        ),
        text(
            "kms_key_id",
            "KmsKeyId",
            "The key that they are encrypted with.",
            default="",
            unless=f"StorageEncrypted || {_OF_CLUSTER} || {_COPIED}",
        ),
        integer(
            "backup_retention_period",
            "BackupRetentionPeriod",
            "The number of days that automated backups are kept; 0 for no backups.",
            default=1,
            unless=f"{_OF_CLUSTER} || {_COPIED}",
        ),
        text(
            "read_replica_source",
            "ReadReplicaSourceDBInstanceIdentifier || ReadReplicaSourceDBClusterIdentifier",
            "The instance or cluster that it is a read replica of; '' for none.",
            property=_REPLICA_OF,
            default="",
        ),
        boolean(
            "deletion_protection", "DeletionProtection", "It cannot be deleted.", default=False
        ),
        boolean(
            "multi_az",
            always_but_docdb("MultiAZ", "false"),
            "It has a standby in another Availability Zone.",
            property="MultiAZ",
            default=False,
            required=True,
        ),
        boolean(
            "auto_minor_version_upgrade",
            "AutoMinorVersionUpgrade",
            "Minor versions are installed automatically.",
            default=True,
            unless=_COPIED,
            required=True,
        ),
        text(
            "db_parameter_group",
            "DBParameterGroups[0].DBParameterGroupName",
            "The name of its parameter group.",
            property="DBParameterGroupName",
            within=True,
        ),
        text(
            "parameter_apply_status",
            "DBParameterGroups[0].ParameterApplyStatus",
            "in-sync, applying or pending-reboot: whether it works with the group's parameters.",
            within=True,
        ),
        boolean(
            "enable_iam_database_authentication",
            always_but_docdb("IAMDatabaseAuthenticationEnabled", "false"),
            "IAM database authentication is enabled.",
            property="EnableIAMDatabaseAuthentication",
            default=False,
            unless=_OF_CLUSTER,
            required=True,
        ),
        boolean(
            "copy_tags_to_snapshot",
            always_but_docdb("CopyTagsToSnapshot", "false"),
            "Its tags are copied to snapshots.",
            property="CopyTagsToSnapshot",
            default=False,
            unless=_OF_CLUSTER,
            required=True,
        ),
        integer(
            "monitoring_interval",
            always_but_docdb("MonitoringInterval", "0"),
            "Seconds between OS metrics; 0 for no metrics.",
            property="MonitoringInterval",
            default=0,
            unless=_OF_CLUSTER,
            required=True,
        ),
        texts(
            "enable_cloudwatch_logs_exports",
            "EnabledCloudwatchLogsExports",
            "The logs that are exported to CloudWatch Logs.",
            property="EnableCloudwatchLogsExports",
            default=[],
            unless=_OF_CLUSTER,
        ),
        text(
            "ca_certificate_identifier",
            "CACertificateIdentifier",
            "The certificate authority of its certificate.",
        ),
        moment("instance_create_time", "InstanceCreateTime", "When it was created."),
    ),
)

"""Clusters of Redshift, with where they log to."""

from ringwall.catalog.passwords import drop_passwords
from ringwall.model.table import Call, Table, boolean, integer, moment, text, texts

_COPIED = "SnapshotIdentifier || SnapshotArn"
"""Properties that say which snapshot it takes its settings from."""


cluster = Table(
    name="redshift_cluster",
    doc="A cluster of Redshift.",
    cloudformation="AWS::Redshift::Cluster",
    list=Call("redshift.describe_clusters", "Clusters"),
    arn="arn:{partition}:redshift:{region}:{account_id}:cluster:{ClusterIdentifier}",
    tags="Tags",
    conceal=drop_passwords,
    calls=(
        Call(
            "redshift.describe_logging_status",
            "@",
            {"ClusterIdentifier": "{ClusterIdentifier}"},
            into="Logging",
        ),
    ),
    gone=("ClusterNotFound",),
    columns=(
        text("cluster_identifier", "ClusterIdentifier", "The cluster's name."),
        text("cluster_status", "ClusterStatus", "available, paused, creating, ..."),
        text("node_type", "NodeType", "The size of its nodes: ra3.large."),
        integer("number_of_nodes", "NumberOfNodes", "The number of its nodes."),
        text("db_name", "DBName", "The database that was made with it."),
        text("master_username", "MasterUsername", "The name of the admin user.", required=True),
        text(
            "master_user_secret",
            "MasterPasswordSecretArn",
            "The secret with the admin's password, which Redshift manages; '' for none.",
            property="MasterPasswordSecretArn",
            default="",
            unless=f"ManageMasterPassword || {_COPIED}",
        ),
        text("endpoint", "Endpoint.Address", "Its DNS name.", property="Endpoint.Address"),
        integer(
            "port",
            "Endpoint.Port",
            "Its port; 0 where it is not available yet.",
            property="Port",
            default=5439,
            unless=_COPIED,
        ),
        text("vpc_id", "VpcId", "Its VPC."),
        text(
            "cluster_subnet_group_name", "ClusterSubnetGroupName", "The subnets that it can be in."
        ),
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
            "It has a public address.",
            required=True,
        ),
        boolean("encrypted", "Encrypted", "It is encrypted at rest.", required=True),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        boolean(
            "enhanced_vpc_routing",
            "EnhancedVpcRouting",
            "COPY and UNLOAD go through the VPC.",
            default=False,
            unless=_COPIED,
            required=True,
        ),
        boolean(
            "allow_version_upgrade",
            "AllowVersionUpgrade",
            "Major versions are installed in the maintenance window.",
            default=True,
            unless=_COPIED,
            required=True,
        ),
        integer(
            "automated_snapshot_retention_period",
            "AutomatedSnapshotRetentionPeriod",
            "The number of days that automated snapshots are kept; 0 for no snapshots.",
            default=1,
            unless=_COPIED,
            required=True,
        ),
        text(
            "multi_az",
            "MultiAZ",
            "Enabled or Disabled: it has nodes in two Availability Zones.",
            property="(MultiAZ == `true` && 'Enabled')"
            " || (MultiAZ == `false` && 'Disabled') || `null`",
            default="Disabled",
            unless=_COPIED,
            required=True,
        ),
        text(
            "cluster_parameter_group",
            "ClusterParameterGroups[0].ParameterGroupName",
            "The name of its parameter group.",
            property="ClusterParameterGroupName",
            within=True,
        ),
        text(
            "parameter_apply_status",
            "ClusterParameterGroups[0].ParameterApplyStatus",
            "in-sync, pending-reboot, ...: whether it works with the group's parameters.",
            within=True,
        ),
        boolean(
            "logging_enabled",
            "Logging.LoggingEnabled",
            "Audit logs are sent to S3 or CloudWatch Logs.",
            property="LoggingProperties && `true`",
            default=False,
            required=True,
        ),
        text(
            "log_destination_type",
            "Logging.LogDestinationType",
            "s3 or cloudwatch; '' where AWS does not say it.",
            property="LoggingProperties.LogDestinationType",
        ),
        text(
            "log_bucket_name",
            "Logging.BucketName",
            "The bucket of the logs; '' for none.",
            property="LoggingProperties.BucketName",
            default="",
        ),
        texts(
            "iam_roles",
            "IamRoles[].IamRoleArn",
            "Roles that statements can use.",
            property="IamRoles",
            default=[],
            unless=_COPIED,
        ),
        moment("cluster_create_time", "ClusterCreateTime", "When it was created."),
    ),
)

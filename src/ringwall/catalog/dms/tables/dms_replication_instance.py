"""Replication instances of the Database Migration Service."""

from ringwall.model.table import Call, Table, boolean, moment, text, texts

instance = Table(
    name="dms_replication_instance",
    doc="A machine that copies data between databases.",
    cloudformation="AWS::DMS::ReplicationInstance",
    list=Call("dms.describe_replication_instances", "ReplicationInstances"),
    arn="ReplicationInstanceArn",
    columns=(
        text(
            "replication_instance_identifier", "ReplicationInstanceIdentifier", "Its name."
        ),
        text("replication_instance_status", "ReplicationInstanceStatus",
             "available, creating, ..."),
        text("replication_instance_class", "ReplicationInstanceClass", "Its size: dms.t3.micro."),
        text("engine_version", "EngineVersion", "The version of its engine."),
        text("vpc_id", "ReplicationSubnetGroup.VpcId", "Its VPC."),
        texts(
            "vpc_security_groups",
            "VpcSecurityGroups[].VpcSecurityGroupId",
            "Its security groups.",
            property="VpcSecurityGroupIds",
        ),
        boolean(
            "publicly_accessible",
            "PubliclyAccessible",
            "It has a public address.",
            default=True,
            required=True,
        ),
        boolean(
            "multi_az",
            "MultiAZ",
            "It has a standby in another Availability Zone.",
            default=False,
            required=True,
        ),
        boolean(
            "auto_minor_version_upgrade",
            "AutoMinorVersionUpgrade",
            "Minor versions are installed automatically.",
            default=True,
            required=True,
        ),
        text("kms_key_id", "KmsKeyId", "The key that its storage is encrypted with."),
        moment("instance_create_time", "InstanceCreateTime", "When it was created."),
    ),
)  # fmt: skip

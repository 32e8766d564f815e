"""EFS file systems, with their policies."""

from ringwall.model.table import Call, Table, boolean, document, integer, moment, text

file_system = Table(
    name="efs_file_system",
    doc="A file system; without a policy, anyone who can reach it over the network can mount it.",
    cloudformation="AWS::EFS::FileSystem",
    list=Call("efs.describe_file_systems", "FileSystems"),
    arn="FileSystemArn",
    account="OwnerId",
    tags="Tags",
    tags_property="FileSystemTags",
    calls=(
        Call(
            "efs.describe_file_system_policy",
            "Policy",
            {"FileSystemId": "{FileSystemId}"},
            into="Policy",
            absent=("PolicyNotFound",),
        ),
    ),
    gone=("FileSystemNotFound",),
    columns=(
        text("file_system_id", "FileSystemId", "The file system's ID: fs-..."),
        text(
            "name", "Name", "The Name tag.", property="FileSystemTags[?Key == 'Name'].Value | [0]"
        ),
        document(
            "file_system_policy",
            "Policy",
            "The policy; {} where there is none.",
            property="FileSystemPolicy",
            default={},
            required=True,
        ),
        boolean(
            "encrypted", "Encrypted", "Files are encrypted at rest.", default=False, required=True
        ),
        text(
            "kms_key_id",
            "KmsKeyId",
            "The key that they are encrypted with.",
            default="",
            unless="Encrypted",
        ),
        text("life_cycle_state", "LifeCycleState", "creating, available, deleting, ..."),
        text(
            "performance_mode",
            "PerformanceMode",
            "generalPurpose or maxIO.",
            default="generalPurpose",
        ),
        text(
            "replication_overwrite_protection",
            "FileSystemProtection.ReplicationOverwriteProtection",
            "ENABLED, DISABLED (replication can overwrite it) or REPLICATING.",
            default="ENABLED",
        ),
        text(
            "availability_zone_name",
            "AvailabilityZoneName",
            "The Availability Zone of a One Zone file system; '' for Regional.",
            default="",
        ),
        integer("number_of_mount_targets", "NumberOfMountTargets", "The number of mount targets."),
        moment("creation_time", "CreationTime", "When it was created."),
    ),
    policy="file_system_policy",
)

"""EBS volumes."""

from ringwall.model.table import Call, Table, boolean, document, integer, moment, text, texts

volume = Table(
    name="ec2_volume",
    doc="An EBS volume.",
    cloudformation="AWS::EC2::Volume",
    list=Call("ec2.describe_volumes", "Volumes", {"MaxResults": 500}),
    arn="arn:{partition}:ec2:{region}:{account_id}:volume/{VolumeId}",
    tags="Tags",
    columns=(
        text("volume_id", "VolumeId", "The volume's ID: vol-..."),
        boolean("encrypted", "Encrypted", "It is encrypted.", required=True),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        integer("size", "Size", "Its size in GiB."),
        text("volume_type", "VolumeType", "gp3, io2, ...", default="gp2", unless="SourceVolumeId"),
        text("state", "State", "available (not attached), in-use, ..."),
        text("snapshot_id", "SnapshotId", "The snapshot that it was created from.", default=""),
        text("availability_zone", "AvailabilityZone", "Its Availability Zone."),
        texts("instance_ids", "Attachments[].InstanceId", "The instances that it is attached to."),
        document("attachments", "Attachments", "Its attachments.", absent=[]),
        moment("create_time", "CreateTime", "When it was created."),
    ),
)

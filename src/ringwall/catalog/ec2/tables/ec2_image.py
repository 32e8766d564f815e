"""Machine images, and who else can launch them."""

from ringwall.model.share import SharedWith
from ringwall.model.table import Call, Table, boolean, moment, text, texts

image = Table(
    name="ec2_image",
    doc="A machine image (AMI) that the account owns.",
    list=Call("ec2.describe_images", "Images", {"Owners": ["self"], "MaxResults": 1000}),
    arn="arn:{partition}:ec2:{region}::image/{ImageId}",
    account="OwnerId",
    tags="Tags",
    calls=(
        Call(
            "ec2.describe_image_attribute",
            "LaunchPermissions",
            {"ImageId": "{ImageId}", "Attribute": "launchPermission"},
            into="LaunchPermissions",
        ),
    ),
    gone=("InvalidAMIID.NotFound", "InvalidAMIID.Unavailable"),
    columns=(
        text("image_id", "ImageId", "The image's ID: ami-..."),
        text("name", "Name", "The image's name."),
        text("state", "State", "available, pending, disabled, ..."),
        boolean("is_public", "Public", "Any AWS account can launch it.", required=True),
        texts(
            "launch_permissions",
            "LaunchPermissions[].[UserId, Group, OrganizationArn, OrganizationalUnitArn][]",
            "Who else can launch it: account IDs, ARNs of organizations and OUs, or all.",
            required=True,
        ),
        texts(
            "snapshot_ids", "BlockDeviceMappings[].Ebs.SnapshotId", "The snapshots of its volumes."
        ),
        boolean(
            "encrypted",
            "length(BlockDeviceMappings[?Ebs]) > `0` && "
            "!(BlockDeviceMappings[?Ebs && Ebs.Encrypted != `true`])",
            "All of its volumes are encrypted.",
        ),
        text("source_instance_id", "SourceInstanceId", "The instance that it was created from."),
        text("platform_details", "PlatformDetails", "Linux/UNIX, Windows, ..."),
        text(
            "imds_support", "ImdsSupport", "v2.0 where instances launched from it require IMDSv2."
        ),
        moment("creation_date", "CreationDate", "When it was created."),
        moment(
            "deprecation_time", "DeprecationTime", "When it is deprecated; 1970-01-01 for never."
        ),
    ),
    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html
    share=SharedWith("launch_permissions", actions=("ec2:RunInstances", "ec2:CopyImage")),
)

"""Machine images, and who else may launch them."""

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
            absent=("InvalidAMIID.NotFound", "InvalidAMIID.Unavailable"),  # gone since the list
        ),
    ),
    columns=(
        text("image_id", "ImageId", "The image's id: ami-..."),
        text("name", "Name", "The image's name."),
        text("state", "State", "available, pending, disabled, ..."),
        boolean("is_public", "Public", "Every AWS account can launch it."),
        texts(
            "launch_permissions",
            "LaunchPermissions[].[UserId, Group, OrganizationArn, OrganizationalUnitArn][]",
            "Who else may launch it: accounts, ARNs of organizations and their units, or all.",
        ),
        texts("snapshot_ids", "BlockDeviceMappings[].Ebs.SnapshotId", "The disks' snapshots."),
        boolean(
            "encrypted",
            "BlockDeviceMappings[?Ebs] && !(BlockDeviceMappings[?Ebs && Ebs.Encrypted != `true`])",
            "All of its disks are encrypted.",
        ),
        text("source_instance_id", "SourceInstanceId", "The instance that it was made of."),
        text("platform_details", "PlatformDetails", "Linux/UNIX, Windows, ..."),
        text("imds_support", "ImdsSupport", "v2.0 where instances of it start with IMDSv2."),
        moment("creation_date", "CreationDate", "When it was made."),
        moment("deprecation_time", "DeprecationTime", "When it is not to be used any more."),
    ),
    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html
    share=SharedWith("launch_permissions", actions=("ec2:RunInstances", "ec2:CopyImage")),
)

"""Launch configurations of Auto Scaling, without their user data."""

from collections.abc import Iterator

from ringwall.catalog.plaintext import (
    conceal_user_data,
    derive_credentials,
    plaintext_column,
)
from ringwall.model.table import Reader, Row, Table, text, texts


def read_configurations(reader: Reader) -> Iterator[Row]:
    """Yield the launch configurations; of their user data, only what it gives away."""
    operation = "autoscaling.describe_launch_configurations"
    for found in reader.items(operation, "LaunchConfigurations", MaxRecords=100):
        yield conceal_user_data(found)


launch_configuration = Table(
    name="autoscaling_launch_configuration",
    doc="A launch configuration: what an Auto Scaling group of the past makes instances from.",
    cloudformation="AWS::AutoScaling::LaunchConfiguration",
    fetch=read_configurations,
    arn="LaunchConfigurationARN",
    columns=(
        text(
            "launch_configuration_name",
            "LaunchConfigurationName",
            "Its name.",
            required=True,
        ),
        text("image_id", "ImageId", "The image.", required=True),
        text("instance_type", "InstanceType", "The type of the instances: t3.micro."),
        texts("security_groups", "SecurityGroups", "The security groups: sg-...", default=[]),
        text(
            "iam_instance_profile",
            "IamInstanceProfile",
            "The name or ARN of the instance profile; '' for none.",
            default="",
        ),
        text(
            "associate_public_ip_address",
            "AssociatePublicIpAddress && 'true' || "
            "(AssociatePublicIpAddress == `false` && 'false' || '')",
            "true or false; '' where the subnet decides whether an instance gets a public address.",
            property="contains([`true`, 'true'], AssociatePublicIpAddress) && 'true' || "
            "(contains([`false`, 'false'], AssociatePublicIpAddress) && 'false' || '')",
        ),
        text(
            "http_tokens",
            "MetadataOptions.HttpTokens",
            "required (IMDSv2 only), optional; '' where it does not say.",
            property="MetadataOptions.HttpTokens",
            default="",
        ),
        text(
            "http_endpoint",
            "MetadataOptions.HttpEndpoint",
            "enabled, or disabled for no metadata service; '' where it does not say.",
            property="MetadataOptions.HttpEndpoint",
            default="",
        ),
        plaintext_column(),
    ),
    conceal=conceal_user_data,
    derived=(derive_credentials(""),),
)

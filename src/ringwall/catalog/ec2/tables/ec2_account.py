"""The settings of EC2 that hold for a whole account in one Region."""

from collections.abc import Iterator

from ringwall.model.table import Call, Reader, Row, Table, boolean, integer, text


def _one(_: Reader) -> Iterator[Row]:
    yield {}


# Each setting is a call of its own, so that a denied one hides nothing but itself.
account = Table(
    name="ec2_account",
    doc="The settings of an account for all of its EC2 resources in one Region.",
    fetch=_one,
    arn="arn:{partition}:ec2:{region}:{account_id}:account",
    calls=(
        Call("ec2.get_ebs_encryption_by_default", into="EbsEncryption"),
        Call("ec2.get_ebs_default_kms_key_id", into="EbsKey"),
        Call("ec2.get_snapshot_block_public_access_state", into="SnapshotSharing"),
        Call("ec2.get_image_block_public_access_state", into="ImageSharing"),
        Call("ec2.get_instance_metadata_defaults", "AccountLevel || `{}`", into="MetadataDefaults"),
        Call("ec2.get_serial_console_access_status", into="SerialConsole"),
    ),
    columns=(
        boolean(
            "ebs_encryption_by_default",
            "EbsEncryption.EbsEncryptionByDefault",
            "New volumes and copies of snapshots are encrypted.",
            required=True,
        ),
        text(
            "ebs_default_kms_key_id",
            "EbsKey.KmsKeyId",
            "The key that they are encrypted with.",
            required=True,
        ),
        text(
            "snapshot_block_public_access_state",
            "SnapshotSharing.State",
            "block-all-sharing, block-new-sharing or unblocked.",
            required=True,
        ),
        text(
            "image_block_public_access_state",
            "ImageSharing.ImageBlockPublicAccessState",
            "block-new-sharing or unblocked.",
            required=True,
        ),
        text(
            "http_tokens",
            "MetadataDefaults.HttpTokens",
            "The default of HttpTokens for new instances: required, optional; '' for no default.",
        ),
        text(
            "http_endpoint",
            "MetadataDefaults.HttpEndpoint",
            "The default of HttpEndpoint for new instances: enabled, disabled; '' for no default.",
        ),
        integer(
            "http_put_response_hop_limit",
            "MetadataDefaults.HttpPutResponseHopLimit",
            "The default hop limit of IMDS tokens for new instances; -1 or 0 for no default.",
        ),
        boolean(
            "serial_console_access_enabled",
            "SerialConsole.SerialConsoleAccessEnabled",
            "The EC2 serial console is enabled.",
            required=True,
        ),
    ),
)

"""Where GuardDuty exports its findings to."""

from ringwall.catalog.guardduty.detectors import read_destinations
from ringwall.model.table import Call, Table, text

destination = Table(
    name="guardduty_publishing_destination",
    doc="A bucket that GuardDuty exports findings to, which it keeps itself for 90 days only.",
    cloudformation="AWS::GuardDuty::PublishingDestination",
    fetch=read_destinations,
    arn="arn:{partition}:guardduty:{region}:{account_id}:detector/{DetectorId}"
    "/publishingDestination/{DestinationId}",
    tags="Described.Tags",
    calls=(
        Call(
            "guardduty.describe_publishing_destination",
            "",
            {"DetectorId": "{DetectorId}", "DestinationId": "{DestinationId}"},
            into="Described",
        ),
    ),
    columns=(
        text("destination_id", "DestinationId", "Its ID.", property="Id"),
        text("destination_type", "DestinationType", "Where to: S3 is all that there is."),
        text(
            "status",
            "Status",
            "PUBLISHING, UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY, ...",
            required=True,
        ),
        text(
            "destination_arn",
            "Described.DestinationProperties.DestinationArn",
            "The bucket, with the prefix.",
            property="DestinationProperties.DestinationArn",
        ),
        text(
            "kms_key_arn",
            "Described.DestinationProperties.KmsKeyArn",
            "The KMS key of the files.",
            property="DestinationProperties.KmsKeyArn",
        ),
    ),
)

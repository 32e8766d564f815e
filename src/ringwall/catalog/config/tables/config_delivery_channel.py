"""Delivery channels of AWS Config."""

from ringwall.model.table import Call, Table, text

_SNAPSHOTS = "ConfigSnapshotDeliveryProperties.DeliveryFrequency"


channel = Table(
    name="config_delivery_channel",
    doc="Where AWS Config delivers configurations to; a Region has at most one.",
    cloudformation="AWS::Config::DeliveryChannel",
    list=Call("config.describe_delivery_channels", "DeliveryChannels"),
    arn="arn:{partition}:config:{region}:{account_id}:delivery-channel/{name}",
    columns=(
        text("name", "name", "The channel's name.", property="Name"),
        text(
            "s3_bucket_name",
            "s3BucketName",
            "The bucket that it delivers to.",
            property="S3BucketName",
        ),
        text(
            "s3_key_prefix",
            "s3KeyPrefix",
            "The prefix of the files' keys.",
            property="S3KeyPrefix",
            default="",
        ),
        text(
            "s3_kms_key_arn",
            "s3KmsKeyArn",
            "The KMS key of the files; '' for the bucket's encryption.",
            property="S3KmsKeyArn",
            default="",
        ),
        text(
            "sns_topic_arn",
            "snsTopicARN",
            "The topic that it notifies; '' for none.",
            property="SnsTopicARN",
            default="",
        ),
        text(
            "delivery_frequency",
            "configSnapshotDeliveryProperties.deliveryFrequency",
            "How often it delivers a whole snapshot: One_Hour to TwentyFour_Hours; '' for never.",
            property=_SNAPSHOTS,
            default="",
        ),
    ),
)

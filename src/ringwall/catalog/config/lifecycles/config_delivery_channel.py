"""How delivery channels come, change and go: a Region has at most one, after its recorder."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_COLUMNS = (
    "s3_bucket_name",
    "s3_key_prefix",
    "s3_kms_key_arn",
    "sns_topic_arn",
    "delivery_frequency",
)
_PUT = Step(
    "config.put_delivery_channel",
    {
        "DeliveryChannel": {
            "name": "{name}",
            "s3BucketName": "{s3_bucket_name}",
            "s3KeyPrefix": "{s3_key_prefix}",
            "s3KmsKeyArn": "{s3_kms_key_arn}",
            "snsTopicARN": "{sns_topic_arn}",
            "configSnapshotDeliveryProperties": {"deliveryFrequency": "{delivery_frequency}"},
        }
    },
    # The bucket's policy takes a while to be seen.
    retry=("InsufficientDeliveryPolicyException", "NoAvailableConfigurationRecorderException"),
)


channel = Lifecycle(
    table="config_delivery_channel",
    find=Find(
        "config.describe_delivery_channels",
        {"DeliveryChannelNames": ["{name}"]},
        items="DeliveryChannels",
        match={"name": "{name}"},
        absent=("NoSuchDeliveryChannelException",),
    ),
    identity=("name",),
    named_by=("name",),
    ids=("arn", "name"),
    create=_PUT,
    creates=("name", *_COLUMNS),
    updates=(Update(_COLUMNS, _PUT, whole=True),),
    erase=Step(
        "config.delete_delivery_channel",
        {"DeliveryChannelName": "{name}"},
        # The recorder is stopped first, and says so late.
        retry=("LastDeliveryChannelDeleteFailedException",),
    ),
)

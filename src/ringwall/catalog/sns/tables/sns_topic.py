"""SNS topics, with their policies."""

from ringwall.model.table import Call, Table, boolean, document, integer, text

topic = Table(
    name="sns_topic",
    doc="An SNS topic.",
    cloudformation="AWS::SNS::Topic",
    list=Call("sns.list_topics", "Topics"),
    arn="TopicArn",
    tags="Tags",
    calls=(
        Call(
            "sns.get_topic_attributes", "Attributes", {"TopicArn": "{TopicArn}"}, into="Attributes"
        ),
        Call("sns.list_tags_for_resource", "Tags", {"ResourceArn": "{TopicArn}"}, into="Tags"),
    ),
    gone=("NotFound", "ResourceNotFound"),
    columns=(
        text("topic_arn", "TopicArn", "The topic's ARN."),
        text(
            "display_name",
            "Attributes.DisplayName",
            "The display name in SMS messages.",
            property="DisplayName",
            default="",
        ),
        document("policy", "Attributes.Policy", "The topic policy.", required=True),
        text(
            "kms_master_key_id",
            "Attributes.KmsMasterKeyId",
            "The key that encrypts messages at rest; '' for none.",
            property="KmsMasterKeyId",
            default="",
        ),
        boolean(
            "fifo_topic",
            "Attributes.FifoTopic",
            "It is a FIFO topic.",
            property="FifoTopic",
            default=False,
        ),
        text(
            "signature_version",
            "Attributes.SignatureVersion",
            "2 for SHA-256; 1 or '' for SHA-1.",
            property="SignatureVersion",
            default="",
        ),
        text(
            "tracing_config",
            "Attributes.TracingConfig",
            "Active or PassThrough.",
            property="TracingConfig",
            default="PassThrough",
        ),
        integer(
            "subscriptions_confirmed",
            "Attributes.SubscriptionsConfirmed",
            "The number of confirmed subscriptions.",
        ),
    ),
    policy="policy",
)

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
    columns=(
        text("topic_arn", "TopicArn", "The topic's ARN."),
        text("display_name", "Attributes.DisplayName", "The sender that text messages show."),
        document("policy", "Attributes.Policy", "Who may publish and subscribe."),
        text(
            "kms_master_key_id",
            "Attributes.KmsMasterKeyId",
            "The key that waiting messages are encrypted with; '' for none.",
        ),
        boolean("fifo_topic", "Attributes.FifoTopic", "Messages keep their order."),
        text("signature_version", "Attributes.SignatureVersion", "2 for SHA-256; '' or 1: SHA-1."),
        text("tracing_config", "Attributes.TracingConfig", "Active or PassThrough."),
        integer("subscriptions_confirmed", "Attributes.SubscriptionsConfirmed", "How many listen."),
    ),
    policy="policy",
)

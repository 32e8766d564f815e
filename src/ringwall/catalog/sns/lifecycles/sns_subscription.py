"""How subscriptions come and go. Until somebody confirms one, it has no ARN and cannot be ended."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

subscription = Lifecycle(
    table="sns_subscription",
    find=Find(
        "sns.list_subscriptions_by_topic",
        {"TopicArn": "{topic_arn}"},
        items="Subscriptions",
        match={"Protocol": "{protocol}", "Endpoint": "{endpoint}"},
        absent=("NotFound", "NotFoundException"),
    ),
    identity=("topic_arn", "protocol", "endpoint"),
    ids=("subscription_arn",),
    create=Step(
        "sns.subscribe",
        {
            "TopicArn": "{topic_arn}",
            "Protocol": "{protocol}",
            "Endpoint": "{endpoint}",
            "ReturnSubscriptionArn": True,
        },
    ),
    creates=("topic_arn", "protocol", "endpoint"),
    erase=Step("sns.unsubscribe", {"SubscriptionArn": "{found.subscription_arn}"}),
)

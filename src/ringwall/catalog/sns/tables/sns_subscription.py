"""Subscriptions to SNS topics."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, boolean, text


def _subscriptions(reader: Reader) -> Iterator[Row]:
    """Yield the subscriptions; one that nobody confirmed has no ARN yet."""
    for found in reader.items("sns.list_subscriptions", "Subscriptions"):
        arn = found["SubscriptionArn"]
        pending = f"{found['TopicArn']}:{found['Protocol']}/{found['Endpoint']}"
        yield {**found, "Arn": arn if arn.startswith("arn:") else pending}


subscription = Table(
    name="sns_subscription",
    doc="Who receives what is published to an SNS topic.",
    cloudformation="AWS::SNS::Subscription",
    fetch=_subscriptions,
    arn="Arn",
    columns=(
        text("subscription_arn", "SubscriptionArn", "Its ARN, or PendingConfirmation."),
        text("topic_arn", "TopicArn", "The topic.", required=True),
        text("protocol", "Protocol", "email, https, lambda, sqs, ...", required=True),
        text("endpoint", "Endpoint", "Who receives it: an address, a URL or an ARN."),
        boolean(
            "is_confirmed",
            "starts_with(SubscriptionArn, 'arn:')",
            "Its receiver has confirmed it: until then nothing is sent.",
        ),
    ),
)

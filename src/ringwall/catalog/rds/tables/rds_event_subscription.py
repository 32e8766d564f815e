"""Subscriptions to events of RDS."""

from ringwall.model.table import Call, Table, boolean, text, texts

subscription = Table(
    name="rds_event_subscription",
    doc="A subscription that sends events of databases to a topic.",
    cloudformation="AWS::RDS::EventSubscription",
    list=Call("rds.describe_event_subscriptions", "EventSubscriptionsList"),
    arn="EventSubscriptionArn",
    columns=(
        text(
            "subscription_name",
            "CustSubscriptionId",
            "The subscription's name.",
            property="SubscriptionName",
        ),
        text("sns_topic_arn", "SnsTopicArn", "The topic.", required=True),
        text(
            "source_type",
            "SourceType",
            "db-instance, db-cluster, db-parameter-group, ...; '' for events of all sources.",
            default="",
        ),
        texts(
            "source_ids",
            "SourceIdsList",
            "The sources; [] for all of the type.",
            property="SourceIds",
            default=[],
        ),
        texts(
            "event_categories",
            "EventCategoriesList",
            "The categories of events; [] for all.",
            property="EventCategories",
            default=[],
        ),
        boolean("enabled", "Enabled", "It sends events.", default=True, required=True),
    ),
)

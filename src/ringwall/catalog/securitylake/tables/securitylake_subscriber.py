"""Who reads the data lakes of Amazon Security Lake."""

from ringwall.catalog.securitylake.lakes import read_subscribers
from ringwall.model.table import Call, Table, document, text, texts

subscriber = Table(
    name="securitylake_subscriber",
    doc="A principal that reads a data lake of Amazon Security Lake, or is notified of new files.",
    cloudformation="AWS::SecurityLake::Subscriber",
    scope="account",
    region="region",
    fetch=read_subscribers,
    arn="subscriberArn",
    tags="Tags",
    calls=(
        Call(
            "securitylake.list_tags_for_resource",
            "tags",
            {"resourceArn": "{subscriberArn}"},
            into="Tags",
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("subscriber_id", "subscriberId", "Its ID."),
        text("subscriber_name", "subscriberName", "Its name.", property="SubscriberName"),
        text(
            "subscriber_principal",
            "subscriberIdentity.principal",
            "The account, or the service, that reads.",
            property="SubscriberIdentity.Principal",
        ),
        texts("access_types", "accessTypes", "S3, LAKEFORMATION.", property="AccessTypes"),
        document("sources", "sources", "The logs that it reads.", absent=[]),
        text("subscriber_status", "subscriberStatus", "ACTIVE, PENDING, READY or DEACTIVATED."),
    ),
)

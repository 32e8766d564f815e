"""What a user or role is granted, against what CloudTrail shows that it used."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE
from ringwall.model.table import Column, Table

unused_access = Table(
    name="unused_access",
    doc=(
        "What a user or role is granted, by service, against what CloudTrail shows it to have "
        "used. Without logs there are no rows."
    ),
    schema="facts",
    enveloped=False,
    sources=PEOPLE,
    columns=(
        Column("arn", "TEXT", "The user or role."),
        *PLACE,
        Column("service", "TEXT", "The service's prefix: s3."),
        Column("status", "TEXT", "used, unused, or unknown: such calls are not in the logs."),
        Column("last_used", "TIMESTAMP", "The last use of the service; 1970-01-01 for never."),
        Column("used_actions", "TEXT[]", "Granted actions that were used."),
        Column("unused_actions", "TEXT[]", "Granted actions that were not."),
        Column("unknown_actions", "TEXT[]", "Granted actions whose use the logs cannot show."),
        Column("days", "BIGINT", "How many days the logs reach back."),
        Column("is_whole_service", "BOOLEAN", "Nothing of the service was used."),
    ),
)

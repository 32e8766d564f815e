"""Access that was granted and is not used."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE, SOURCES
from ringwall.model.table import Column, Table

unused_access = Table(
    name="unused_access",
    doc=(
        "The permissions of a user or role by service, and which of them CloudTrail shows as used. "
        "Without logs there are no rows."
    ),
    schema="facts",
    enveloped=False,
    about=PEOPLE,
    sources=SOURCES,
    columns=(
        Column("arn", "TEXT", "The user or role."),
        *PLACE,
        Column("service", "TEXT", "The service's prefix: s3."),
        Column("status", "TEXT", "used, unused, or unknown (the logs do not record such calls)."),
        Column("last_used", "TIMESTAMP", "The last use of the service; 1970-01-01 for never."),
        Column("used_actions", "TEXT[]", "Granted actions that were used."),
        Column("unused_actions", "TEXT[]", "Granted actions that were not."),
        Column("unknown_actions", "TEXT[]", "Granted actions whose use the logs cannot show."),
        Column("days", "BIGINT", "The number of days that the logs cover."),
        Column("is_whole_service", "BOOLEAN", "No action of the service was used."),
    ),
)

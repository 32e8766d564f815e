"""How open resources are to the outside."""

from ringwall.catalog.iam.fact_columns import PLACE, SOURCES
from ringwall.model.table import GUARDED, Column, Table

exposure = Table(
    name="exposure",
    doc=(
        "How open a resource is to the outside: one row for each resource that has a policy or can "
        "be shared by settings. Each access is a row of external_access."
    ),
    schema="facts",
    enveloped=False,
    about=(GUARDED,),
    sources=SOURCES,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *PLACE,
        Column("resource_table", "TEXT", "The resource's table: s3_bucket, iam_role, ..."),
        Column("is_public", "BOOLEAN", "Anyone has access; NULL where that is not known."),
        Column(
            "public_reason",
            "TEXT",
            "Who can do what, that there is no such access, or what is not known.",
        ),
        Column(
            "is_open_to_accounts",
            "BOOLEAN",
            "An account outside the organization has access; no condition restricts the caller.",
        ),
        Column("accounts_reason", "TEXT", "The reason for is_open_to_accounts, in the same form."),
        Column(
            "is_confused_deputy",
            "BOOLEAN",
            "An AWS service has access on behalf of resources in any account.",
        ),
        Column("services_reason", "TEXT", "The reason for is_confused_deputy, in the same form."),
        Column(
            "requires_tls",
            "BOOLEAN",
            "The policy of a bucket denies every request over plain HTTP, of anyone; NULL for "
            "other resources, and where it is not known.",
        ),
        Column("tls_reason", "TEXT", "The reason for requires_tls."),
    ),
)

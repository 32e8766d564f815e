"""How open each resource is to the outside."""

from ringwall.catalog.iam.fact_columns import PLACE
from ringwall.model.table import GUARDED, Column, Table

exposure = Table(
    name="exposure",
    doc=(
        "How open a resource is to the outside: one row for each resource that has a policy or is "
        "shared by settings. The single accesses stand in external_access."
    ),
    schema="facts",
    enveloped=False,
    sources=GUARDED,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *PLACE,
        Column("resource_table", "TEXT", "The resource's table: s3_bucket, iam_role, ..."),
        Column("is_public", "BOOLEAN", "Anybody gets in; NULL where that is not known."),
        Column("public_reason", "TEXT", "Who may do what, or why nobody or what is not known."),
        Column(
            "is_open_to_accounts",
            "BOOLEAN",
            "An account of another organization gets in, and nothing says who of it or from where.",
        ),
        Column("accounts_reason", "TEXT", "The same for that."),
        Column(
            "is_confused_deputy",
            "BOOLEAN",
            "An AWS service gets in on behalf of a stranger's resource.",
        ),
        Column("services_reason", "TEXT", "The same for that."),
    ),
)

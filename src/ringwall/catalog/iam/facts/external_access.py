"""What principals outside a resource's account may do to it."""

from ringwall.catalog.iam.fact_columns import PLACE, VERDICT
from ringwall.model.table import GUARDED, Column, Table

external_access = Table(
    name="external_access",
    doc=(
        "What somebody from outside of a resource's account may do to it: a stranger, another "
        "account, an AWS service, a web identity. What nobody outside may do has no row."
    ),
    schema="facts",
    enveloped=False,
    sources=GUARDED,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *PLACE,
        Column("resource_table", "TEXT", "The resource's table: s3_bucket, iam_role, ..."),
        Column("principal", "TEXT", "As the policy names him: *, AWS:arn, Service:name, ..."),
        Column("principal_account", "TEXT", "His account; '' where he has none, or any."),
        Column(
            "origin",
            "TEXT",
            "public (anybody), account (another organization's), organization (another account of "
            "the own one), service (an AWS service), federated (a web identity).",
        ),
        Column("actions", "TEXT[]", "What he may do."),
        Column("access_levels", "TEXT[]", "Their levels: List, Read, Write, Tagging, ..."),
        Column("verdict", "TEXT", VERDICT),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("is_public", "BOOLEAN", "Nothing says who may come: no account, network, source."),
        Column(
            "is_confused_deputy",
            "BOOLEAN",
            "A service may come on behalf of a stranger's resource.",
        ),
        Column("needs_external_id", "BOOLEAN", "A role that takes an external id to assume."),
        Column(
            "in_organization",
            "BOOLEAN",
            "His account belongs to the organization; NULL where that is not known.",
        ),
        Column("statements", "TEXT[]", "The statements of the policy that let him in."),
        Column("witness", "JSON", "A context in which he gets in: condition keys and values."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

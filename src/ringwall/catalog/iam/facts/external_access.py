"""Access to resources from outside their accounts."""

from ringwall.catalog.iam.fact_columns import PLACE, SOURCES, VERDICT
from ringwall.model.table import GUARDED, Column, Table

external_access = Table(
    name="external_access",
    doc=(
        "Access to a resource from outside its account: by anyone, by another account, by an AWS "
        "service or by a federated identity. Where there is no such access, there is no row."
    ),
    schema="facts",
    enveloped=False,
    about=(GUARDED,),
    sources=SOURCES,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *PLACE,
        Column("resource_table", "TEXT", "The resource's table: s3_bucket, iam_role, ..."),
        Column(
            "principal", "TEXT", "As the policy names the principal: *, AWS:arn, Service:name, ..."
        ),
        Column(
            "principal_account",
            "TEXT",
            "The principal's account; '' where it has none, or may be in any.",
        ),
        Column(
            "origin",
            "TEXT",
            "public (anyone), account (outside the organization), organization (another account in "
            "the organization), service (an AWS service), federated (a web or SAML identity).",
        ),
        Column("actions", "TEXT[]", "The actions that the principal can perform."),
        Column("access_levels", "TEXT[]", "Their access levels: List, Read, Write, Tagging, ..."),
        Column("verdict", "TEXT", VERDICT),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column(
            "is_public",
            "BOOLEAN",
            "Nothing restricts who the principal is: no account, no network, no source.",
        ),
        Column(
            "is_confused_deputy",
            "BOOLEAN",
            "An AWS service can act on behalf of a resource in any account.",
        ),
        Column(
            "needs_external_id", "BOOLEAN", "The role cannot be assumed without an external ID."
        ),
        Column(
            "takes_any_subject",
            "BOOLEAN",
            "Any identity of an OIDC provider has the access, whatever its subject.",
        ),
        Column(
            "in_organization",
            "BOOLEAN",
            "The principal's account is in the organization; NULL where that is not known.",
        ),
        Column(
            "statements", "TEXT[]", "The statements of the resource's policy that allow the access."
        ),
        Column(
            "witness",
            "JSON",
            "A context in which the access is allowed: condition keys and values.",
        ),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

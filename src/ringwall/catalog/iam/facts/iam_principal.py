"""Users and roles, and how powerful each one is."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE
from ringwall.model.table import Column, Table

iam_principal = Table(
    name="iam_principal",
    doc="A user or role, and how powerful it is.",
    schema="facts",
    enveloped=False,
    sources=PEOPLE,
    columns=(
        Column("arn", "TEXT", "The user's or role's ARN."),
        *PLACE,
        Column("kind", "TEXT", "user or role."),
        Column(
            "is_admin",
            "BOOLEAN",
            "It may do everything in its account that SCPs leave; NULL where that is not known.",
        ),
        Column("admin_statements", "TEXT[]", "The statements that make it an administrator."),
        Column("admin_conditions", "TEXT[]", "Conditions under which it is one."),
        Column(
            "escalates",
            "BOOLEAN",
            "It is none, and can become one; NULL where that is not known.",
        ),
        Column("hops", "BIGINT", "Steps to become one; 0 for an administrator, -1 for no way."),
        Column("chain", "TEXT[]", "The shortest way: a step each, as path: whose permissions."),
        Column("remove", "TEXT", "The statement whose removal ends that way; '' for none."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

"""Users and roles, and whether they are administrators or can become one."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE, SOURCES
from ringwall.model.table import Column, Table

iam_principal = Table(
    name="iam_principal",
    doc="A user or role, and whether it is an administrator or can become one.",
    schema="facts",
    enveloped=False,
    about=PEOPLE,
    sources=SOURCES,
    columns=(
        Column("arn", "TEXT", "The user's or role's ARN."),
        *PLACE,
        Column("kind", "TEXT", "user or role."),
        Column(
            "is_admin",
            "BOOLEAN",
            "It can do everything in its account that SCPs allow; NULL where that is not known.",
        ),
        Column("admin_statements", "TEXT[]", "The statements that make it an administrator."),
        Column("admin_conditions", "TEXT[]", "Conditions under which it is an administrator."),
        Column(
            "escalates",
            "BOOLEAN",
            "It is not an administrator, and can become one; NULL where that is not known.",
        ),
        Column(
            "hops", "BIGINT", "Steps to become an administrator: 0 if it is one, -1 if it cannot."
        ),
        Column(
            "chain",
            "TEXT[]",
            "The shortest chain, step by step: path ID and whose permissions are gained.",
        ),
        Column("remove", "TEXT", "The statement whose removal breaks that chain; '' for none."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

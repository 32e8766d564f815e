"""Roles, and who can assume them."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE, SOURCES, VERDICT
from ringwall.model.table import Column, Table

assumable_role = Table(
    name="assumable_role",
    doc="A role, and a user or role in the organization that can assume it in one step.",
    schema="facts",
    enveloped=False,
    about=PEOPLE,
    sources=SOURCES,
    columns=(
        Column("arn", "TEXT", "The role's ARN."),
        *PLACE,
        Column("principal", "TEXT", "ARN of the user or role that can assume it."),
        Column("principal_account", "TEXT", "The principal's account."),
        Column(
            "is_cross_account", "BOOLEAN", "The principal and the role are in different accounts."
        ),
        Column("verdict", "TEXT", VERDICT),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("statements", "TEXT[]", "The statements that allow it."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

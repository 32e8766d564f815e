"""Which user or role can assume which role, in one step."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE, VERDICT
from ringwall.model.table import Column, Table

assumable_role = Table(
    name="assumable_role",
    doc="A role and one user or role of the organization that can assume it, in one step.",
    schema="facts",
    enveloped=False,
    sources=PEOPLE,
    columns=(
        Column("arn", "TEXT", "The role's ARN."),
        *PLACE,
        Column("principal", "TEXT", "ARN of who can assume it."),
        Column("principal_account", "TEXT", "That one's account."),
        Column("is_cross_account", "BOOLEAN", "The two stand in different accounts."),
        Column("verdict", "TEXT", VERDICT),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("statements", "TEXT[]", "The statements that allow it."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

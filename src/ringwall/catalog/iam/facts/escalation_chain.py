"""The shortest chain from a user or role to an administrator, or into another account."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE, VERDICT
from ringwall.model.table import Column, Table

escalation_chain = Table(
    name="escalation_chain",
    doc="The shortest chain from a user or role to an administrator, or into another account.",
    schema="facts",
    enveloped=False,
    sources=PEOPLE,
    columns=(
        Column("arn", "TEXT", "Where it begins."),
        *PLACE,
        Column("goal", "TEXT", "admin, or account: a role of another account."),
        Column("goal_account", "TEXT", "The account in which it ends."),
        Column("ends_at", "TEXT", "ARN of the last one whose permissions are gained."),
        Column("hops", "BIGINT", "How many steps it has."),
        Column("verdict", "TEXT", VERDICT),
        Column("steps", "TEXT[]", "Each step as path: whose permissions are gained."),
        Column("commands", "TEXT[]", "Commands that show it."),
        Column("remove", "TEXT", "The statement whose removal ends it."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

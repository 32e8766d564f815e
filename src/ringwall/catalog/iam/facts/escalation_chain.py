"""Chains of privilege escalation."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE, SOURCES, VERDICT
from ringwall.model.table import Column, Table

escalation_chain = Table(
    name="escalation_chain",
    doc="The shortest chain from a user or role to an administrator, or into another account.",
    schema="facts",
    enveloped=False,
    about=PEOPLE,
    sources=SOURCES,
    columns=(
        Column("arn", "TEXT", "ARN of the user or role that it starts from."),
        *PLACE,
        Column("goal", "TEXT", "admin, or account: a role of another account."),
        Column("goal_account", "TEXT", "The account in which it ends."),
        Column("ends_at", "TEXT", "ARN of the last principal whose permissions are gained."),
        Column("hops", "BIGINT", "The number of steps."),
        Column("verdict", "TEXT", VERDICT),
        Column("steps", "TEXT[]", "Each step: path ID and whose permissions are gained."),
        Column("commands", "TEXT[]", "Commands that demonstrate it."),
        Column("remove", "TEXT", "The statement whose removal breaks the chain."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

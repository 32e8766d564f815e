"""The published ways of privilege escalation that a user or role can take."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE, VERDICT
from ringwall.model.table import Column, Table

escalation = Table(
    name="escalation",
    doc="One published way of privilege escalation that a user or role can go in one step.",
    schema="facts",
    enveloped=False,
    sources=PEOPLE,
    columns=(
        Column("arn", "TEXT", "Who can go it."),
        *PLACE,
        Column("path", "TEXT", "The path's id: lambda-001, ..."),
        Column("path_name", "TEXT", "What happens, in a sentence."),
        Column("category", "TEXT", "new-passrole, existing-passrole, principal-access, ..."),
        Column(
            "gains",
            "TEXT",
            "ARN of whose permissions are gained; the principal's own and what it is rid of; or "
            "admin for all of them.",
        ),
        Column("through", "TEXT", "ARN of the role, policy, function that it goes through."),
        Column("verdict", "TEXT", VERDICT),
        Column("requests", "TEXT[]", "What is called, in order: action resource."),
        Column("statements", "TEXT[]", "The statements that allow it."),
        Column("remove", "TEXT", "The statement whose removal ends it; '' where it is not its."),
        Column("commands", "TEXT[]", "Commands that show it."),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("witness", "JSON", "A context in which all of it is allowed."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

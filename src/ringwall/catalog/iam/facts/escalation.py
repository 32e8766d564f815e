"""Steps of privilege escalation."""

from ringwall.catalog.iam.fact_columns import PEOPLE, PLACE, SOURCES, VERDICT
from ringwall.model.table import Column, Table

escalation = Table(
    name="escalation",
    doc="A step of privilege escalation that a user or role can take, by a published path: of the "
    "ways to what it gains one, the shortest that is certain.",
    schema="facts",
    enveloped=False,
    about=PEOPLE,
    sources=SOURCES,
    columns=(
        Column("arn", "TEXT", "ARN of the user or role that can take the step."),
        *PLACE,
        Column("path", "TEXT", "The path's ID: lambda-001, ..."),
        Column("path_name", "TEXT", "What happens, in a sentence."),
        Column("category", "TEXT", "new-passrole, existing-passrole, principal-access, ..."),
        Column(
            "gains",
            "TEXT",
            "ARN of the principal whose permissions are gained; the principal's own ARN with what "
            "no longer limits it; or admin for all permissions.",
        ),
        Column("through", "TEXT", "ARN of the role, policy or function that the step uses."),
        Column("verdict", "TEXT", VERDICT),
        Column("requests", "TEXT[]", "The requests of the step, in order: action and resource."),
        Column("statements", "TEXT[]", "The statements that allow it."),
        Column("remove", "TEXT", "The statement whose removal prevents it; '' where it has none."),
        Column("commands", "TEXT[]", "Commands that demonstrate it."),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("witness", "JSON", "A context in which all requests are allowed."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

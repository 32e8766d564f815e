"""Who of the organization may do what to a resource, by access level."""

from ringwall.catalog.iam.fact_columns import PLACE, VERDICT
from ringwall.model.table import GUARDED, Column, Table

access = Table(
    name="access",
    doc=(
        "Who of the organization may do what to a resource, by access level. The relation is kept "
        "implicit where it is large: a resource with verdict implicit is to be asked about with "
        "`ringwall access who-can`."
    ),
    schema="facts",
    enveloped=False,
    sources=GUARDED,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *PLACE,
        Column("principal", "TEXT", "ARN of the user, role or root user."),
        Column("principal_account", "TEXT", "That one's account."),
        Column("access_level", "TEXT", "List, Read, Write, Tagging or Permissions management."),
        Column("actions", "TEXT[]", "The actions of that level with this verdict."),
        Column("verdict", "TEXT", f"{VERDICT} implicit: not written down."),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

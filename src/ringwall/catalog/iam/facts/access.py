"""Access of principals to resources, by access level."""

from ringwall.catalog.iam.fact_columns import PLACE, SOURCES, VERDICT
from ringwall.model.table import GUARDED, Column, Table

access = Table(
    name="access",
    doc=(
        "Access of the organization's principals to resources, by access level. Where there are "
        "too many pairs, a resource has one row with the verdict implicit: ask about it with "
        "`ringwall access who-can`."
    ),
    schema="facts",
    enveloped=False,
    about=(GUARDED,),
    sources=SOURCES,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *PLACE,
        Column("principal", "TEXT", "ARN of the user, role or root user."),
        Column("principal_account", "TEXT", "The principal's account."),
        Column("access_level", "TEXT", "List, Read, Write, Tagging or Permissions management."),
        Column("actions", "TEXT[]", "The actions of that level with this verdict."),
        Column("verdict", "TEXT", f"{VERDICT} implicit: not computed."),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

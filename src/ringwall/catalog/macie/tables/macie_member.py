"""The accounts that Macie's administrator manages."""

from ringwall.catalog.macie.sessions import read_members
from ringwall.model.table import Table, moment, text

member = Table(
    name="macie_member",
    doc="An account that the organization's administrator of Macie manages.",
    fetch=read_members,
    arn="arn:{partition}:macie2:{region}:{account_id}:member/{accountId}",
    columns=(
        text("member_account_id", "accountId", "The member.", required=True),
        text("relationship_status", "relationshipStatus", "Enabled, Paused, Removed, ..."),
        moment("updated_at", "updatedAt", "When it was last changed."),
    ),
)

"""The accounts that an Amazon Inspector administrator manages."""

from ringwall.catalog.inspectorv2.accounts import (
    make_status_columns,
    read_member_status,
    read_members,
)
from ringwall.model.table import Shared, Table, moment, text

member = Table(
    name="inspectorv2_member",
    doc="An account that the administrator of Amazon Inspector manages, and what is scanned there.",
    fetch=read_members,
    arn="arn:{partition}:inspector2:{region}:{account_id}:member/{accountId}",
    shared=(Shared("Status", read_member_status, "accountId"),),
    columns=(
        text("member_account_id", "accountId", "The member."),
        text("relationship_status", "relationshipStatus", "ENABLED, REMOVED, ..."),
        *make_status_columns("Status."),
        moment("updated_at", "updatedAt", "When it was last changed."),
    ),
)

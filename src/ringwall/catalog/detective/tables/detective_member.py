"""The accounts whose data goes into a behavior graph of Amazon Detective."""

from ringwall.catalog.detective.graphs import read_members
from ringwall.model.table import Table, moment, text

member = Table(
    name="detective_member",
    doc="An account whose data goes into a behavior graph of another one.",
    fetch=read_members,
    arn="{GraphArn}/member/{AccountId}",
    columns=(
        text("member_account_id", "AccountId", "The member."),
        text("graph_arn", "GraphArn", "The graph."),
        text("status", "Status", "ENABLED, INVITED, ACCEPTED_BUT_DISABLED, ..."),
        text("disabled_reason", "DisabledReason", "Why its data is not taken in."),
        text("invitation_type", "InvitationType", "ORGANIZATION, or INVITATION."),
        moment("updated_time", "UpdatedTime", "When it was last changed."),
    ),
)

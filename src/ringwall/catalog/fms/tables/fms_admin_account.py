"""The account that administers Firewall Manager for the organization."""

from ringwall.catalog.fms.reading import read_administrator
from ringwall.model.table import Table, text

admin = Table(
    name="fms_admin_account",
    doc="The administrator of Firewall Manager, as the management account has it.",
    scope="account",
    region="Region",
    fetch=read_administrator,
    arn="arn:{partition}:fms:{Region}:{account_id}:administrator/{AdminAccount}",
    columns=(
        text("admin_account", "AdminAccount", "The administrator.", required=True),
        text("role_status", "RoleStatus", "READY, CREATING, PENDING_DELETION or DELETING."),
    ),
)

"""What Amazon Inspector scans in each account and Region."""

from ringwall.catalog.inspectorv2.accounts import make_status_columns
from ringwall.model.table import Call, Table, text

account = Table(
    name="inspectorv2_account",
    doc="What Amazon Inspector scans in an account and Region.",
    list=Call("inspector2.batch_get_account_status", "accounts"),
    arn="arn:{partition}:inspector2:{region}:{account_id}:account",
    columns=(
        text("status", "state.status", "ENABLED where something is scanned.", required=True),
        *make_status_columns(""),
    ),
)

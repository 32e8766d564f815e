"""Types of policies that are enabled in the organization's root."""

from ringwall.model.table import Table, text

policy_type = Table(
    name="organizations_policy_type",
    doc="A type of policies that is enabled in the root: only then do such policies apply.",
    columns=(
        text("type", "Type", "SERVICE_CONTROL_POLICY, S3_POLICY, ..."),
        text("status", "Status", "ENABLED: others have no row."),
    ),
)

"""Whether Macie looks into objects by itself."""

from ringwall.catalog.macie.sessions import read_discovery
from ringwall.model.table import Table, moment, text

discovery = Table(
    name="macie_automated_discovery",
    doc="Automated sensitive data discovery of Macie in a Region where Macie is on.",
    fetch=read_discovery,
    arn="arn:{partition}:macie2:{region}:{account_id}:automated-discovery",
    columns=(
        text("status", "status", "ENABLED, or DISABLED.", required=True),
        text(
            "auto_enable_organization_members",
            "autoEnableOrganizationMembers",
            "In which accounts of the organization it is on: ALL, NEW or NONE; '' where the "
            "account does not administer Macie.",
        ),
        moment("first_enabled_at", "firstEnabledAt", "When it was first turned on."),
        moment("last_updated_at", "lastUpdatedAt", "When its settings were last changed."),
    ),
)

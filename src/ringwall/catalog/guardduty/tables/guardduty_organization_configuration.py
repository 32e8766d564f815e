"""Which accounts of the organization GuardDuty is turned on in by itself."""

from ringwall.catalog.guardduty.detectors import read_configuration
from ringwall.model.table import Table, boolean, text

configuration = Table(
    name="guardduty_organization_configuration",
    doc="How GuardDuty's administrator of a Region turns it on in accounts; others have no row.",
    fetch=read_configuration,
    arn="arn:{partition}:guardduty:{region}:{account_id}:detector/{DetectorId}/organization",
    columns=(
        text(
            "auto_enable_organization_members",
            "AutoEnableOrganizationMembers",
            "ALL accounts, NEW ones, or NONE.",
            required=True,
        ),
        boolean(
            "member_account_limit_reached",
            "MemberAccountLimitReached",
            "It has as many members as AWS lets it have.",
        ),
    ),
)

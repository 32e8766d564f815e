"""The accounts that a GuardDuty administrator manages."""

from ringwall.catalog.guardduty.detectors import read_members
from ringwall.model.table import Table, moment, text

member = Table(
    name="guardduty_member",
    doc="An account that the account of a GuardDuty detector manages.",
    cloudformation="AWS::GuardDuty::Member",
    fetch=read_members,
    arn="arn:{partition}:guardduty:{region}:{account_id}:detector/{AdministratorDetectorId}"
    "/member/{AccountId}",
    columns=(
        text(
            "member_account_id",
            "AccountId",
            "The member.",
            property="MemberId",
            required=True,
        ),
        text("relationship_status", "RelationshipStatus", "Enabled, Disabled, Removed, ..."),
        text("member_detector_id", "DetectorId || ''", "The member's own detector."),
        moment("updated_at", "UpdatedAt", "When it was last changed."),
    ),
)

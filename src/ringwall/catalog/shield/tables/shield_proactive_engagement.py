"""Whether AWS's Shield Response Team calls of its own accord, and whom."""

from ringwall.model.table import Call, Table, boolean, document, text

engagement = Table(
    name="shield_proactive_engagement",
    doc="Whether the Shield Response Team calls of its own accord. There is none where it was "
    "never asked for.",
    cloudformation="AWS::Shield::ProactiveEngagement",
    scope="account",
    region="'global'",
    list=Call("shield.describe_subscription", "[Subscription][?ProactiveEngagementStatus]"),
    absent=("ResourceNotFoundException",),
    arn="arn:{partition}:shield::{account_id}:proactive-engagement",
    calls=(
        Call(
            "shield.describe_emergency_contact_settings",
            "EmergencyContactList || `[]`",
            into="EmergencyContactList",
            absent=("ResourceNotFoundException",),
        ),
    ),
    columns=(
        text(
            "proactive_engagement_status",
            "ProactiveEngagementStatus",
            "ENABLED, PENDING (until the team agrees) or DISABLED.",
            required=True,
            property="ProactiveEngagementStatus",
        ),
        boolean(
            "is_engaged",
            "contains(['ENABLED', 'PENDING'], ProactiveEngagementStatus)",
            "Whether it is wanted: ENABLED or PENDING.",
            property="ProactiveEngagementStatus == 'ENABLED'",
        ),
        document(
            "emergency_contact_list",
            "EmergencyContactList",
            "Whom the team calls.",
            [],
            property="EmergencyContactList",
        ),
    ),
)

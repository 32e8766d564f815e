"""The features of GuardDuty detectors, one by one."""

from ringwall.catalog.guardduty.detectors import read_features
from ringwall.model.table import Table, moment, text, texts

feature = Table(
    name="guardduty_detector_feature",
    doc="A feature of a GuardDuty detector: what it looks at, and whether it does.",
    fetch=read_features,
    arn="arn:{partition}:guardduty:{region}:{account_id}:detector/{DetectorId}/feature/{Name}",
    columns=(
        text("name", "Name", "S3_DATA_EVENTS, RUNTIME_MONITORING, ...", required=True),
        text("status", "Status", "ENABLED or DISABLED.", required=True),
        texts(
            "enabled_configurations",
            "AdditionalConfiguration[?Status=='ENABLED'].Name",
            "Which agents it manages: EKS_ADDON_MANAGEMENT, ECS_FARGATE_AGENT_MANAGEMENT, ...",
        ),
        moment("updated_at", "UpdatedAt", "When it was last changed."),
    ),
)

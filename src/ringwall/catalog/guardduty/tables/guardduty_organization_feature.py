"""Which features GuardDuty turns on in the accounts of the organization by itself."""

from ringwall.catalog.guardduty.detectors import read_organization_features
from ringwall.model.table import Table, text, texts

feature = Table(
    name="guardduty_organization_feature",
    doc="A feature of GuardDuty, as its administrator turns it on in the organization's accounts.",
    fetch=read_organization_features,
    arn="arn:{partition}:guardduty:{region}:{account_id}:detector/{DetectorId}/organization/{Name}",
    columns=(
        text("name", "Name", "S3_DATA_EVENTS, RUNTIME_MONITORING, ...", required=True),
        text("auto_enable", "AutoEnable", "In ALL accounts, NEW ones, or NONE.", required=True),
        texts(
            "auto_enable_configurations",
            "AdditionalConfiguration[?AutoEnable!='NONE'].Name",
            "Which agents it manages there: EKS_ADDON_MANAGEMENT, ...",
        ),
    ),
)

"""The GuardDuty detector of each Region."""

from ringwall.model.table import Call, Table, document, moment, text, texts

_STATUS = (
    "contains([`true`, 'true'], Enable) && 'ENABLED'"
    " || contains([`false`, 'false'], Enable) && 'DISABLED' || `null`"
)


detector = Table(
    name="guardduty_detector",
    doc="The GuardDuty detector of one Region; without a row, GuardDuty is off there.",
    cloudformation="AWS::GuardDuty::Detector",
    list=Call("guardduty.list_detectors", "DetectorIds"),
    arn="arn:{partition}:guardduty:{region}:{account_id}:detector/{id}",
    tags="Detector.Tags",
    calls=(Call("guardduty.get_detector", "", {"DetectorId": "{id}"}, into="Detector"),),
    columns=(
        text("detector_id", "id", "The detector's ID.", property="Id"),
        text(
            "status",
            "Detector.Status",
            "ENABLED, or DISABLED where it is suspended.",
            property=_STATUS,
            required=True,
        ),
        text(
            "finding_publishing_frequency",
            "Detector.FindingPublishingFrequency",
            "How often repeated findings are exported: FIFTEEN_MINUTES, ONE_HOUR or SIX_HOURS.",
            property="FindingPublishingFrequency",
            default="SIX_HOURS",
        ),
        # A template lists features that it sets; AWS enables some of the others.
        texts(
            "enabled_features",
            "Detector.Features[?Status=='ENABLED'].Name",
            "The features that are enabled: S3_DATA_EVENTS, RUNTIME_MONITORING, ...",
        ),
        document("features", "Detector.Features", "All features, with their settings.", absent=[]),
        text("service_role", "Detector.ServiceRole", "The role that GuardDuty uses."),
        moment("created_at", "Detector.CreatedAt", "When it was created."),
        moment("updated_at", "Detector.UpdatedAt", "When it was last changed."),
    ),
)

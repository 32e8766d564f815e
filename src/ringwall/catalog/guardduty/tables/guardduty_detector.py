"""The GuardDuty detector of each Region."""

from ringwall.model.table import Call, Table, document, moment, text, texts

detector = Table(
    name="guardduty_detector",
    doc="GuardDuty's detector in one region; without one, GuardDuty is off there.",
    cloudformation="AWS::GuardDuty::Detector",
    list=Call("guardduty.list_detectors", "DetectorIds"),
    arn="arn:{partition}:guardduty:{region}:{account_id}:detector/{id}",
    tags="Detector.Tags",
    calls=(Call("guardduty.get_detector", "", {"DetectorId": "{id}"}, into="Detector"),),
    columns=(
        text("detector_id", "id", "The detector's id."),
        text("status", "Detector.Status", "ENABLED, or DISABLED where it is suspended."),
        text(
            "finding_publishing_frequency",
            "Detector.FindingPublishingFrequency",
            "How often repeated findings are sent on: FIFTEEN_MINUTES, ONE_HOUR or SIX_HOURS.",
        ),
        texts(
            "enabled_features",
            "Detector.Features[?Status=='ENABLED'].Name",
            "The protections that are on: S3_DATA_EVENTS, RUNTIME_MONITORING, ...",
        ),
        document("features", "Detector.Features", "All protections, with their parts.", absent=[]),
        text("service_role", "Detector.ServiceRole", "The role that it reads logs with."),
        moment("created_at", "Detector.CreatedAt", "When it was made."),
        moment("updated_at", "Detector.UpdatedAt", "When it was last changed."),
    ),
)

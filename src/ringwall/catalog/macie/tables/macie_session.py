"""Macie's session of each Region: whether it is on, and where its results go."""

from ringwall.catalog.macie.sessions import read_session
from ringwall.model.table import Call, Table, boolean, moment, text

session = Table(
    name="macie_session",
    doc="Macie in one Region; without a row, it is off there.",
    cloudformation="AWS::Macie::Session",
    fetch=read_session,
    arn="arn:{partition}:macie2:{region}:{account_id}:session",
    calls=(
        Call(
            "macie2.get_classification_export_configuration",
            "configuration || `{}`",
            into="Export",
        ),
        Call(
            "macie2.get_findings_publication_configuration",
            "securityHubConfiguration || `{}`",
            into="Publication",
        ),
    ),
    columns=(
        text(
            "status",
            "status",
            "ENABLED, or PAUSED.",
            property="Status",
            default="ENABLED",
            required=True,
        ),
        text(
            "finding_publishing_frequency",
            "findingPublishingFrequency",
            "How often policy findings are updated: FIFTEEN_MINUTES, ONE_HOUR or SIX_HOURS.",
            property="FindingPublishingFrequency",
            default="SIX_HOURS",
        ),
        text(
            "export_bucket_name",
            "Export.s3Destination.bucketName",
            "The bucket that results of discovery are written to; '' for none.",
        ),
        text("export_key_prefix", "Export.s3Destination.keyPrefix", "The prefix of the results."),
        text(
            "export_kms_key_arn",
            "Export.s3Destination.kmsKeyArn",
            "The KMS key that the results are encrypted with.",
        ),
        boolean(
            "publish_policy_findings",
            "Publication.publishPolicyFindings",
            "Security Hub CSPM is sent policy findings.",
        ),
        boolean(
            "publish_classification_findings",
            "Publication.publishClassificationFindings",
            "Security Hub CSPM is sent findings of sensitive data.",
        ),
        text("service_role", "serviceRole", "The service-linked role that Macie uses."),
        moment("created_at", "createdAt", "When Macie was turned on."),
        moment("updated_at", "updatedAt", "When its status last changed."),
    ),
)

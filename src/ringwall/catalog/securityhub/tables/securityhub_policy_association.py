"""What the configuration policies of Security Hub are associated with."""

from collections.abc import Iterator

from ringwall.catalog.securityhub.hub import is_home
from ringwall.model.table import Reader, Row, Table, text


def _associations(reader: Reader) -> Iterator[Row]:
    if is_home(reader):
        yield from reader.items(
            "securityhub.list_configuration_policy_associations",
            "ConfigurationPolicyAssociationSummaries",
        )


association = Table(
    name="securityhub_policy_association",
    doc="The root, an OU or an account, and the configuration policy that it has or inherits.",
    cloudformation="AWS::SecurityHub::PolicyAssociation",
    fetch=_associations,
    arn="arn:{partition}:securityhub:{region}:{account_id}:policy-association/{TargetId}",
    columns=(
        text(
            "configuration_policy_id",
            "ConfigurationPolicyId",
            "The policy's ID, or SELF_MANAGED_SECURITY_HUB.",
        ),
        text("target_id", "TargetId", "The ID of the root, the OU or the account."),
        text("target_type", "TargetType", "ROOT, ORGANIZATIONAL_UNIT or ACCOUNT."),
        text("association_type", "AssociationType", "APPLIED to the target itself, or INHERITED."),
        text("association_status", "AssociationStatus", "SUCCESS, PENDING or FAILED."),
        text("association_status_message", "AssociationStatusMessage", "Why it failed."),
    ),
)

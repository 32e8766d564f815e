"""What the organization manages centrally of its members' root users."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, boolean, text

NO_ORGANIZATION = (
    "AccountNotManagementOrDelegatedAdministratorException",
    "OrganizationNotFoundException",
    "OrganizationNotInAllFeaturesModeException",
)
NOT_TRUSTED = ("ServiceAccessNotEnabledException",)
"""IAM has no trusted access yet: no feature is enabled."""


def _features(reader: Reader) -> Iterator[Row]:
    try:
        yield reader.call("iam.list_organizations_features")
    except CallFailed as error:
        if error.code not in NOT_TRUSTED:
            raise
        yield {"EnabledFeatures": []}


features = Table(
    name="iam_organizations_features",
    doc="Central management of the root users of member accounts; account_id is who manages it.",
    scope="organization",
    fetch=_features,
    absent=NO_ORGANIZATION,
    arn="arn:{partition}:iam::{account_id}:organizations-features/root-access",
    columns=(
        text("organization_id", "OrganizationId", "The organization; '' for no trusted access."),
        boolean(
            "root_credentials_management",
            "contains(EnabledFeatures, 'RootCredentialsManagement')",
            "Root users of members need no credentials: they can be deleted centrally.",
            required=True,
        ),
        boolean(
            "root_sessions",
            "contains(EnabledFeatures, 'RootSessions')",
            "Tasks of a member's root user can be done centrally, in short sessions.",
            required=True,
        ),
    ),
)

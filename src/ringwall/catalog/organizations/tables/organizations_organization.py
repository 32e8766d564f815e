"""The organization, as its management account or a delegated administrator sees it."""

from collections.abc import Mapping

from ringwall.catalog.organizations.organization import NOT_IN_USE, read_organization
from ringwall.model.table import Call, Reader, Shared, Table, text, texts


def _service_access(reader: Reader) -> Mapping[str, list[str]]:
    found = reader.items(
        "organizations.list_aws_service_access_for_organization",
        "EnabledServicePrincipals[].ServicePrincipal",
    )
    return {"Principals": [str(principal) for principal in found]}


organization = Table(
    name="organizations_organization",
    doc="The organization; account_id is the management account.",
    cloudformation="AWS::Organizations::Organization",
    scope="organization",
    fetch=read_organization,
    absent=NOT_IN_USE,
    arn="Arn",
    account="MasterAccountId",
    calls=(Call("organizations.list_roots", "Roots[0]", into="Root"),),
    shared=(Shared("ServiceAccess", _service_access),),
    columns=(
        text("id", "Id", "The organization's ID: o-...", required=True),
        text(
            "feature_set",
            "FeatureSet",
            "ALL, or CONSOLIDATED_BILLING, which has no policies.",
            default="ALL",
            required=True,
        ),
        text(
            "management_account_id",
            "MasterAccountId",
            "The management account.",
            property="ManagementAccountId",
            required=True,
        ),
        text(
            "management_account_email",
            "MasterAccountEmail",
            "Its root user's address.",
            property="ManagementAccountEmail",
        ),
        text("root_id", "Root.Id", "The ID of the root: r-...", property="RootId"),
        texts(
            "enabled_policy_types",
            "Root.PolicyTypes[?Status=='ENABLED'].Type",
            "Policy types that are enabled: SERVICE_CONTROL_POLICY, ...",
            required=True,
        ),
        texts(
            "trusted_services",
            "ServiceAccess.Principals",
            "Service principals that have trusted access.",
        ),
    ),
)

"""The organization, as its management account or a delegated administrator sees it."""

from collections.abc import Iterator, Mapping

from ringwall.catalog.organizations.organization import NOT_IN_USE, read_organization
from ringwall.model.table import Call, Derived, Reader, Row, Shared, Table, text, texts


def _service_access(reader: Reader) -> Mapping[str, list[Row]]:
    found = reader.items(
        "organizations.list_aws_service_access_for_organization", "EnabledServicePrincipals"
    )
    return {"Services": list(found)}


def _trusted_services(organization: Row, row: Row) -> Iterator[Row]:
    for service in organization["ServiceAccess"]["Services"]:
        principal = service["ServicePrincipal"]
        yield {
            "arn": f"{row['arn']}/service-access/{principal}",
            "service_principal": principal,
            "date_enabled": service.get("DateEnabled"),
        }


def _policy_types(organization: Row, row: Row) -> Iterator[Row]:
    for kind in organization["Root"]["PolicyTypes"]:
        if kind["Status"] == "ENABLED":
            yield {
                "arn": f"{row['arn']}/policy-type/{kind['Type']}",
                "type": kind["Type"],
                "status": kind["Status"],
            }


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
            "ServiceAccess.Services[].ServicePrincipal",
            "Service principals that have trusted access.",
        ),
    ),
    derived=(
        Derived("organizations_service_access", _trusted_services, needs="ServiceAccess"),
        Derived("organizations_policy_type", _policy_types, needs="Root"),
    ),
)

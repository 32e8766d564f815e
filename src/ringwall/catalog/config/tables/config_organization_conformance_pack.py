"""Conformance packs that AWS Config deploys in the accounts of the organization."""

from collections.abc import Mapping
from typing import Any

from ringwall.model.table import Call, Reader, Shared, Table, document, text, texts


def _statuses(reader: Reader) -> Mapping[str, Any]:
    found = reader.items(
        "config.describe_organization_conformance_pack_statuses",
        "OrganizationConformancePackStatuses",
    )
    return {str(pack["OrganizationConformancePackName"]): pack for pack in found}


pack = Table(
    name="config_organization_conformance_pack",
    doc="A conformance pack for all accounts of the organization, but those that it excludes.",
    cloudformation="AWS::Config::OrganizationConformancePack",
    list=Call("config.describe_organization_conformance_packs", "OrganizationConformancePacks"),
    # What every account hears that does not administer AWS Config for an organization; and one
    # that is in none.
    absent=("OrganizationAccessDeniedException", "NoAvailableOrganizationException"),
    arn="OrganizationConformancePackArn",
    shared=(Shared("Status", _statuses, "OrganizationConformancePackName"),),
    columns=(
        text(
            "organization_conformance_pack_name",
            "OrganizationConformancePackName",
            "The pack's name.",
        ),
        text("delivery_s3_bucket", "DeliveryS3Bucket", "The bucket of its templates.", default=""),
        text("delivery_s3_key_prefix", "DeliveryS3KeyPrefix", "The prefix there.", default=""),
        document(
            "conformance_pack_input_parameters",
            "ConformancePackInputParameters",
            "Its parameters: [{ParameterName, ParameterValue}].",
            absent=[],
            default=[],
        ),
        texts("excluded_accounts", "ExcludedAccounts", "Accounts that do not get it.", default=[]),
        text(
            "status",
            "Status.Status",
            "CREATE_SUCCESSFUL, CREATE_IN_PROGRESS, CREATE_FAILED, ...",
            required=True,
        ),
        text("error_message", "Status.ErrorMessage", "Why it could not be deployed."),
    ),
)

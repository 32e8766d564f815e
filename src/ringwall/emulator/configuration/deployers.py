"""Who may deploy to an organization's accounts, and templates that a caller names.

https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.authorization.acting_service import may_principal
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.automation.stored_documents import find_document
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.rules import MULTI_ACCOUNT
from ringwall.emulator.needs.stored import find_bucket
from ringwall.emulator.state import EmulatorState

CANNOT_READ = "You do not have permission to read the template, or it does not exist."
_PREFIX = "s3://"


def require_deployer(call: EmulatedCall) -> Any:
    """Return the organization that the call's account deploys to; Fault where it may not."""
    organization = find_organization(call.account_id)
    if organization is None:
        message = "The account is in no organization."
        raise Fault("NoAvailableOrganizationException", message)
    is_owner = organization.org.master_account_id == call.account_id
    is_delegate = any(
        admin.account.id == call.account_id and MULTI_ACCOUNT in admin.services
        for admin in organization.admins
    )
    if not is_owner and not is_delegate:
        message = (
            "This action can only be performed if you are the management account or a delegated "
            f"administrator of {MULTI_ACCOUNT}."
        )
        raise Fault("OrganizationAccessDeniedException", message)
    return organization


def trust_service(state: EmulatorState, call: EmulatedCall, organization: Any) -> None:
    """Let Config into the organization in the caller's name, where it is not trusted yet."""
    if organization.org.feature_set != "ALL":
        message = "The organization does not have all features enabled."
        raise Fault("OrganizationAllFeaturesNotEnabledException", message)
    if any(held["ServicePrincipal"] == MULTI_ACCOUNT for held in organization.services):
        return
    keys = {"organizations:ServicePrincipal": MULTI_ACCOUNT}
    need = Need("organizations:EnableAWSServiceAccess", "*", keys)
    if not may_principal(state, find_caller(state, call), need):
        message = "No permission to call EnableAWSServiceAccess."
        raise Fault("OrganizationAccessDeniedException", message)
    organization.enable_aws_service_access(ServicePrincipal=MULTI_ACCOUNT)


def read_given_template(state: EmulatorState, call: EmulatedCall) -> str:
    """Return the text of the template that a request has or names; what it names comes first."""
    given = call.parameters
    if given.get("TemplateS3Uri"):
        return _read_object(state, call, str(given["TemplateS3Uri"]))
    document = given.get("TemplateSSMDocumentDetails")
    return _read_document(state, call, document) if document else str(given["TemplateBody"])


def _read_object(state: EmulatorState, call: EmulatedCall, uri: str) -> str:
    bucket, _, key = uri.removeprefix(_PREFIX).partition("/")
    if not uri.startswith(_PREFIX) or not bucket or not key:
        message = f"TemplateS3Uri {uri} names no object."
        raise Fault("InvalidParameterValueException", message)
    need = Need("s3:GetObject", f"arn:{call.partition}:s3:::{bucket}/{key}")
    if not may_principal(state, find_caller(state, call), need):
        raise Fault("InsufficientPermissionsException", CANNOT_READ)
    held = find_bucket(bucket)
    content = getattr(held.keys.get(key), "value", None) if held is not None else None
    if content is None:
        raise Fault("InsufficientPermissionsException", CANNOT_READ)
    return bytes(content).decode(errors="replace")


def _read_document(state: EmulatorState, call: EmulatedCall, given: Mapping[str, Any]) -> str:
    name = str(given["DocumentName"])
    found = find_document(state, call.account_id, call.region, name)
    version = found.find_version(str(given.get("DocumentVersion") or "")) if found else None
    need = Need("ssm:GetDocument", f"arn:{call.partition}:ssm:{call.region}:{call.account_id}"
                                   f":document/{name}")  # fmt: skip
    if version is None or not may_principal(state, find_caller(state, call), need):
        raise Fault("InsufficientPermissionsException", CANNOT_READ)
    return version.text

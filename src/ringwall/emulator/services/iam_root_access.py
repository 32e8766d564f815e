"""IAM: central root access of an organization, and what root sessions do in members.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.authorization.callers import find_caller
from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.organizations.members import is_management
from ringwall.emulator.organizations.records import find_records
from ringwall.emulator.state import NEVER, EmulatorState

FEATURES: Mapping[str, str] = {
    "OrganizationsRootCredentialsManagement": "RootCredentialsManagement",
    "OrganizationsRootSessions": "RootSessions",
}
SERVICE = "iam.amazonaws.com"


@emulates(
    "iam",
    "EnableOrganizationsRootCredentialsManagement",
    "EnableOrganizationsRootSessions",
    "DisableOrganizationsRootCredentialsManagement",
    "DisableOrganizationsRootSessions",
)
def choose_feature(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Enable or disable a feature of central root access for the organization."""
    organization = require_root_administrator(call)
    features = find_records(state, organization).features
    verb = "Enable" if call.operation.startswith("Enable") else "Disable"
    feature = FEATURES[call.operation.removeprefix(verb)]
    if verb == "Enable" and feature not in features:
        features.append(feature)
    if verb == "Disable" and feature in features:
        features.remove(feature)
    return {"OrganizationId": organization.org.id, "EnabledFeatures": list(features)}


@emulates("iam", "ListOrganizationsFeatures")
def list_features(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return which features of central root access are enabled."""
    organization = require_root_administrator(call)
    features = find_records(state, organization).features
    return {"OrganizationId": organization.org.id, "EnabledFeatures": list(features)}


def require_root_administrator(call: EmulatedCall) -> Any:
    """Return moto's organization that the call's account manages root access of; Fault if none."""
    organization = find_organization(call.account_id)
    if organization is None:
        message = "The request was rejected because your account is not in an organization."
        raise Fault("AccountNotManagementOrDelegatedAdministratorException", message)
    if organization.org.feature_set != "ALL":
        message = "The organization does not have all features enabled."
        raise Fault("OrganizationNotInAllFeaturesModeException", message)
    if not any(held["ServicePrincipal"] == SERVICE for held in organization.services):
        message = "Trusted access for IAM is not enabled in the organization."
        raise Fault("ServiceAccessNotEnabledException", message)
    is_delegate = any(
        admin.account.id == call.account_id and SERVICE in admin.services
        for admin in organization.admins
    )
    if not is_delegate and not is_management(organization, call.account_id):
        message = "The account is neither the management account nor a delegated administrator."
        raise Fault("AccountNotManagementOrDelegatedAdministratorException", message)
    return organization


def is_by_root(state: EmulatorState, call: EmulatedCall) -> bool:
    """Whether a call is made as the root user and names no other user."""
    is_named = bool(call.parameters.get("UserName"))
    return not is_named and find_caller(state, call).kind == "root"


@emulates("iam", "CreateLoginProfile", "DeleteLoginProfile", "GetLoginProfile")
def change_root_password(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Let root's password be recovered, delete it or tell of it; of users moto answers."""
    if not is_by_root(state, call):
        return None
    root = state.root(call.account_id)
    if call.operation == "CreateLoginProfile":
        if root.password:
            raise Fault("EntityAlreadyExists", "Login Profile for Root already exists.", 409)
        state.roots[call.account_id] = replace(root, password=True)
    elif not root.password:
        raise Fault("NoSuchEntity", "Login Profile for Root cannot be found.", 404)
    elif call.operation == "DeleteLoginProfile":
        state.roots[call.account_id] = replace(root, password=False, password_last_used=NEVER)
        return {}
    return {"LoginProfile": {"UserName": "root", "CreateDate": datetime.now(UTC)}}


@emulates("iam", "ListAccessKeys", "DeleteAccessKey", "GetAccessKeyLastUsed")
def change_root_keys(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """List, delete or tell of the access keys of root; of users moto answers."""
    if not is_by_root(state, call):
        return None
    root = state.root(call.account_id)
    key = f"AKIAROOT{call.account_id}"
    is_held = root.access_key_created != NEVER
    if call.operation == "ListAccessKeys":
        shown = {"AccessKeyId": key, "Status": "Active", "CreateDate": root.access_key_created}
        return {"AccessKeyMetadata": [shown] if is_held else [], "IsTruncated": False}
    if not is_held or call.parameters["AccessKeyId"] != key:
        wanted = call.parameters["AccessKeyId"]
        message = f"The Access Key with id {wanted} cannot be found."
        raise Fault("NoSuchEntity", message, 404)
    if call.operation == "GetAccessKeyLastUsed":
        used = {"ServiceName": "N/A", "Region": "N/A"}
        if root.access_key_last_used != NEVER:
            used = {"LastUsedDate": root.access_key_last_used, "ServiceName": "iam"}  # type: ignore[dict-item]  # a moment and texts
            used["Region"] = "us-east-1"
        return {"AccessKeyLastUsed": used}
    state.roots[call.account_id] = replace(
        root, access_key_created=NEVER, access_key_last_used=NEVER
    )
    return {}


@emulates("iam", "ListMFADevices", "DeactivateMFADevice")
def change_root_devices(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """List or deactivate root's MFA devices; of users moto answers."""
    if not is_by_root(state, call):
        return None
    root = state.root(call.account_id)
    serial = f"arn:{call.partition}:iam::{call.account_id}:mfa/root-account-mfa-device"
    if call.operation == "ListMFADevices":
        shown = {"UserName": "root", "SerialNumber": serial, "EnableDate": root.created}
        return {"MFADevices": [shown] if root.mfa else [], "IsTruncated": False}
    if not root.mfa or call.parameters["SerialNumber"] != serial:
        raise Fault("NoSuchEntity", "MFA Device invalid for user.", 404)
    state.roots[call.account_id] = replace(root, mfa=False)
    return {}


@emulates("iam", "ListSigningCertificates")
def list_root_certificates(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return root's certificates, of which there are none here; of users moto answers."""
    return {"Certificates": [], "IsTruncated": False} if is_by_root(state, call) else None

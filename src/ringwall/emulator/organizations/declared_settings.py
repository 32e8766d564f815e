"""Settings that an organization's policy declares for its accounts: members cannot change them.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_declarative.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_s3.html
"""

from collections.abc import Callable, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.organizations.effective_policies import find_effective
from ringwall.emulator.state import EmulatorState

EC2, S3 = "DECLARATIVE_POLICY_EC2", "S3_POLICY"
BLOCKED = (
    "BlockPublicAcls",
    "IgnorePublicAcls",
    "BlockPublicPolicy",
    "RestrictPublicBuckets",
)
CHANGES: Mapping[str, str] = {
    "DisableAllowedImagesSettings": "allowed_images_settings",
    "DisableImageBlockPublicAccess": "image_block_public_access",
    "DisableSerialConsoleAccess": "serial_console_access",
    "DisableSnapshotBlockPublicAccess": "snapshot_block_public_access",
    "EnableAllowedImagesSettings": "allowed_images_settings",
    "EnableImageBlockPublicAccess": "image_block_public_access",
    "EnableSerialConsoleAccess": "serial_console_access",
    "EnableSnapshotBlockPublicAccess": "snapshot_block_public_access",
    "ModifyInstanceMetadataDefaults": "instance_metadata_defaults",
    "ModifyVpcBlockPublicAccessOptions": "vpc_block_public_access",
    "ReplaceImageCriteriaInAllowedImagesSettings": "allowed_images_settings",
}
"""Calls of EC2 that change an attribute of a declarative policy."""
DEFAULT_MESSAGE = "This action is denied due to an organizational policy in effect"


def answer_declared(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return what a policy says of a setting that is asked for; None where none says anything.

    Fault for a call that would change a setting which a policy declares.
    """
    if call.service == "ec2":
        return _answer_ec2(state, call)
    if call.service == "s3control" and call.operation.endswith("PublicAccessBlock"):
        return _answer_s3(call)
    return None


def is_public_access_declared(account_id: str) -> bool:
    """Whether a policy blocks all public access to the account's buckets."""
    declared = find_effective(account_id, S3).get("s3_attributes", {})
    return bool(declared.get("public_access_block_configuration") == "all")


def _answer_s3(call: EmulatedCall) -> Mapping[str, Any] | None:
    declared = find_effective(call.account_id, S3).get("s3_attributes", {})
    chosen = declared.get("public_access_block_configuration")
    if chosen is None:
        return None
    if call.operation != "GetPublicAccessBlock":
        message = (
            "This account does not allow changes to its account-level S3 Block Public Access "
            "settings due to an organizational S3 Block Public Access policy in effect."
        )
        raise Fault("AccessDenied", message, 403)
    return {"PublicAccessBlockConfiguration": dict.fromkeys(BLOCKED, chosen == "all")}


def _answer_ec2(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    attribute = CHANGES.get(call.operation)
    reader = READERS.get(call.operation)
    if attribute is None and reader is None:
        return None
    declared = find_effective(call.account_id, EC2).get("ec2_attributes", {})
    if attribute is not None:
        if attribute in declared and not call.parameters.get("DryRun"):
            message = declared.get("exception_message", DEFAULT_MESSAGE)
            raise Fault("UnauthorizedOperation", message, 403)
        return None
    return reader(state, call, declared) if reader is not None and declared else None


def find_metadata_defaults(state: EmulatorState, call: EmulatedCall) -> dict[str, Any]:
    """Return the IMDS defaults of new instances: those of a policy before the account's own."""
    own = dict(state.settings.get((call.account_id, call.region, "ec2.MetadataDefaults"), {}))
    declared = find_effective(call.account_id, EC2).get("ec2_attributes", {})
    return own | _read_metadata(declared.get("instance_metadata_defaults", {}))


def _read_metadata(declared: Mapping[str, Any]) -> dict[str, Any]:
    names = {
        "http_tokens": "HttpTokens",
        "http_put_response_hop_limit": "HttpPutResponseHopLimit",
        "http_endpoint": "HttpEndpoint",
        "instance_metadata_tags": "InstanceMetadataTags",
        "http_tokens_enforced": "HttpTokensEnforced",
    }
    found = {
        names[name]: int(value) if name.endswith("limit") else value
        for name, value in declared.items()
        if name in names and str(value) not in {"no_preference", "-1"}
    }
    return found | ({"ManagedBy": "declarative-policy"} if declared else {})


def _show_metadata(
    state: EmulatorState, call: EmulatedCall, declared: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    if "instance_metadata_defaults" not in declared:
        return None
    return {"AccountLevel": find_metadata_defaults(state, call)}


def _show_serial_console(
    _state: EmulatorState, _call: EmulatedCall, declared: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    status = declared.get("serial_console_access", {}).get("status")
    if status is None:
        return None
    managed = "declarative-policy"
    return {"SerialConsoleAccessEnabled": status == "enabled", "ManagedBy": managed}


def _show_image_block(
    _state: EmulatorState, _call: EmulatedCall, declared: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    found = declared.get("image_block_public_access", {}).get("state")
    if found is None:
        return None
    shown = found.replace("_", "-")
    return {"ImageBlockPublicAccessState": shown, "ManagedBy": "declarative-policy"}


def _show_snapshot_block(
    _state: EmulatorState, _call: EmulatedCall, declared: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    found = declared.get("snapshot_block_public_access", {}).get("state")
    if found is None:
        return None
    return {"State": found.replace("_", "-"), "ManagedBy": "declarative-policy"}


def _show_vpc_block(
    _state: EmulatorState, call: EmulatedCall, declared: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    block = declared.get("vpc_block_public_access", {}).get("internet_gateway_block")
    if block is None:
        return None
    is_open = block.get("exclusions_allowed", "enabled") == "enabled"
    shown = {
        "AwsAccountId": call.account_id,
        "AwsRegion": call.region,
        "State": "update-complete",
        "InternetGatewayBlockMode": block.get("mode", "off").replace("_", "-"),
        "ManagedBy": "declarative-policy",
        "ExclusionsAllowed": "allowed" if is_open else "not-allowed",
    }
    return {"VpcBlockPublicAccessOptions": shown}


DeclaredReader = Callable[
    [EmulatorState, EmulatedCall, Mapping[str, Any]], Mapping[str, Any] | None
]
READERS: Mapping[str, DeclaredReader] = {
    "DescribeVpcBlockPublicAccessOptions": _show_vpc_block,
    "GetImageBlockPublicAccessState": _show_image_block,
    "GetInstanceMetadataDefaults": _show_metadata,
    "GetSerialConsoleAccessStatus": _show_serial_console,
    "GetSnapshotBlockPublicAccessState": _show_snapshot_block,
}

"""EC2: regions by account, and settings of an account and region that moto lacks."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_key_arn
from ringwall.emulator.state import EmulatorState

DEFAULT_KEY = "alias/aws/ebs"


@emulates("ec2", "DescribeRegions")
def describe_regions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the regions with the account's own opt-in status."""
    wanted = call.parameters.get("RegionNames") or state.regions.every
    unknown = sorted(set(wanted) - set(state.regions.every))
    if unknown:
        raise Fault("InvalidParameterValue", f"Invalid region name: [{', '.join(unknown)}]")
    everything = call.parameters.get("AllRegions") or call.parameters.get("RegionNames")
    return {
        "Regions": [
            {
                "RegionName": region,
                "Endpoint": f"ec2.{region}.amazonaws.com",
                "OptInStatus": state.regions.opt_in_status(call.account_id, region),
            }
            for region in state.regions.every
            if region in wanted
            and (everything or state.regions.is_enabled(call.account_id, region))
        ]
    }


@emulates("ec2", "GetSnapshotBlockPublicAccessState", "GetImageBlockPublicAccessState")
def get_block_state(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the state of a block; by default AWS blocks images and not snapshots."""
    if "Image" in call.operation:
        shown = state.setting(call, "ImageBlock", "block-new-sharing")
        return {"ImageBlockPublicAccessState": shown, "ManagedBy": "account"}
    shown = state.setting(call, "SnapshotBlock", "unblocked")
    return {"State": shown, "ManagedBy": "account"}


@emulates("ec2", "EnableSnapshotBlockPublicAccess", "DisableSnapshotBlockPublicAccess")
def set_snapshot_block(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set what may be shared publicly of snapshots."""
    chosen = call.parameters.get("State") or "unblocked"
    state.set(call, "SnapshotBlock", chosen)
    return {"State": chosen}


@emulates("ec2", "EnableImageBlockPublicAccess", "DisableImageBlockPublicAccess")
def set_image_block(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set whether images may be shared publicly."""
    chosen = call.parameters.get("ImageBlockPublicAccessState") or "unblocked"
    state.set(call, "ImageBlock", chosen)
    return {"ImageBlockPublicAccessState": chosen}


@emulates("ec2", "GetInstanceMetadataDefaults")
def get_metadata_defaults(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the IMDS defaults of new instances; without any, AWS returns an empty level."""
    return {"AccountLevel": state.setting(call, "MetadataDefaults", {"ManagedBy": "account"})}


@emulates("ec2", "ModifyInstanceMetadataDefaults")
def set_metadata_defaults(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change the IMDS defaults; `no-preference` and -1 remove one."""
    level = dict(state.setting(call, "MetadataDefaults", {"ManagedBy": "account"}))
    for name in ("HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "InstanceMetadataTags"):
        value = call.parameters.get(name)
        if value in ("no-preference", -1):
            level.pop(name, None)
        elif value is not None:
            level[name] = value
    state.set(call, "MetadataDefaults", level)
    return {"Return": True}


@emulates("ec2", "GetEbsDefaultKmsKeyId", "ResetEbsDefaultKmsKeyId")
def get_default_key(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the key of new volumes."""
    if call.operation.startswith("Reset"):
        state.set(call, "EbsKey", DEFAULT_KEY)
    return {"KmsKeyId": state.setting(call, "EbsKey", DEFAULT_KEY)}


@emulates("ec2", "ModifyEbsDefaultKmsKeyId")
def set_default_key(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose the key of new volumes; AWS answers with its ARN, and does not look whether it exists.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyEbsDefaultKmsKeyId.html
    """
    arn = find_key_arn(call, call.parameters["KmsKeyId"])
    chosen = call.parameters["KmsKeyId"] if arn.endswith("/*") else arn
    state.set(call, "EbsKey", chosen)
    return {"KmsKeyId": chosen}


@emulates("ec2", "GetSerialConsoleAccessStatus")
def get_serial_console(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether the serial console can be used; by default it cannot."""
    return {"SerialConsoleAccessEnabled": state.setting(call, "SerialConsole", default=False)}


@emulates("ec2", "EnableSerialConsoleAccess", "DisableSerialConsoleAccess")
def set_serial_console(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Enable or disable the serial console."""
    state.set(call, "SerialConsole", call.operation.startswith("Enable"))
    return {"SerialConsoleAccessEnabled": call.operation.startswith("Enable")}

"""EC2: settings of an account in a region that moto lacks, and regions by account."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import Call
from ringwall.emulator.handlers import emulates
from ringwall.emulator.world import World

DEFAULT_KEY = "alias/aws/ebs"


@emulates("ec2", "DescribeRegions")
def describe_regions(world: World, call: Call) -> Mapping[str, Any]:
    """Return the regions with the account's own opt-in status."""
    wanted = call.parameters.get("RegionNames") or world.regions.every
    everything = call.parameters.get("AllRegions") or call.parameters.get("RegionNames")
    return {
        "Regions": [
            {
                "RegionName": region,
                "Endpoint": f"ec2.{region}.amazonaws.com",
                "OptInStatus": world.regions.opt_in_status(call.account_id, region),
            }
            for region in world.regions.every
            if region in wanted
            and (everything or world.regions.is_enabled(call.account_id, region))
        ]
    }


@emulates("ec2", "GetSnapshotBlockPublicAccessState", "GetImageBlockPublicAccessState")
def get_block_state(world: World, call: Call) -> Mapping[str, Any]:
    """Return a block's state; AWS starts with none for snapshots, with one for images."""
    if "Image" in call.operation:
        state = world.setting(call, "ImageBlock", "block-new-sharing")
        return {"ImageBlockPublicAccessState": state, "ManagedBy": "account"}
    state = world.setting(call, "SnapshotBlock", "unblocked")
    return {"State": state, "ManagedBy": "account"}


@emulates("ec2", "EnableSnapshotBlockPublicAccess", "DisableSnapshotBlockPublicAccess")
def set_snapshot_block(world: World, call: Call) -> Mapping[str, Any]:
    """Set what may be shared publicly of snapshots."""
    state = call.parameters.get("State") or "unblocked"
    world.set(call, "SnapshotBlock", state)
    return {"State": state}


@emulates("ec2", "EnableImageBlockPublicAccess", "DisableImageBlockPublicAccess")
def set_image_block(world: World, call: Call) -> Mapping[str, Any]:
    """Set whether images may be shared publicly."""
    state = call.parameters.get("ImageBlockPublicAccessState") or "unblocked"
    world.set(call, "ImageBlock", state)
    return {"ImageBlockPublicAccessState": state}


@emulates("ec2", "GetInstanceMetadataDefaults")
def get_metadata_defaults(world: World, call: Call) -> Mapping[str, Any]:
    """Return the IMDS defaults of new instances; without any, AWS answers an empty level."""
    return {"AccountLevel": world.setting(call, "MetadataDefaults", {"ManagedBy": "account"})}


@emulates("ec2", "ModifyInstanceMetadataDefaults")
def set_metadata_defaults(world: World, call: Call) -> Mapping[str, Any]:
    """Change the IMDS defaults; `no-preference` and -1 take one back."""
    level = dict(world.setting(call, "MetadataDefaults", {"ManagedBy": "account"}))
    for name in ("HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "InstanceMetadataTags"):
        value = call.parameters.get(name)
        if value in ("no-preference", -1):
            level.pop(name, None)
        elif value is not None:
            level[name] = value
    world.set(call, "MetadataDefaults", level)
    return {"Return": True}


@emulates("ec2", "GetEbsDefaultKmsKeyId", "ResetEbsDefaultKmsKeyId")
def get_default_key(world: World, call: Call) -> Mapping[str, Any]:
    """Return the key of new volumes."""
    if call.operation.startswith("Reset"):
        world.set(call, "EbsKey", DEFAULT_KEY)
    return {"KmsKeyId": world.setting(call, "EbsKey", DEFAULT_KEY)}


@emulates("ec2", "ModifyEbsDefaultKmsKeyId")
def set_default_key(world: World, call: Call) -> Mapping[str, Any]:
    """Choose the key of new volumes."""
    world.set(call, "EbsKey", call.parameters["KmsKeyId"])
    return {"KmsKeyId": call.parameters["KmsKeyId"]}


@emulates("ec2", "GetSerialConsoleAccessStatus")
def get_serial_console(world: World, call: Call) -> Mapping[str, Any]:
    """Return whether the serial console may be used; AWS starts with no."""
    return {"SerialConsoleAccessEnabled": world.setting(call, "SerialConsole", default=False)}


@emulates("ec2", "EnableSerialConsoleAccess", "DisableSerialConsoleAccess")
def set_serial_console(world: World, call: Call) -> Mapping[str, Any]:
    """Allow or forbid the serial console."""
    world.set(call, "SerialConsole", call.operation.startswith("Enable"))
    return {"SerialConsoleAccessEnabled": call.operation.startswith("Enable")}

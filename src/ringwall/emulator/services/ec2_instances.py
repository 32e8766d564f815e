"""EC2: the account's defaults for new instances and volumes, and partial changes of IMDS."""

from collections.abc import Mapping
from typing import Any

from moto.ec2.models.instances import MetadataOptions

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.disk_blocks import copy_blocks
from ringwall.emulator.handlers import emulates
from ringwall.emulator.needs.stored import find_key_arn, find_snapshot
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.organizations.declared_settings import find_metadata_defaults
from ringwall.emulator.services.ec2 import DEFAULT_KEY
from ringwall.emulator.state import EmulatorState

OPTIONS = (
    "HttpTokens",
    "HttpPutResponseHopLimit",
    "HttpEndpoint",
    "HttpProtocolIpv6",
    "InstanceMetadataTags",
)
PARAVIRTUAL = frozenset({"t1", "m1", "m2", "m3", "c1", "c3", "hi1", "hs1"})
"""Families of types that an image can be paravirtual on; moto takes all others for that, too.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/virtualization_types.html
"""


@emulates("ec2", "RunInstances")
def run_instances(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Apply the account's IMDS defaults and EBS encryption, which moto does not."""
    answer = state.ask_moto(call)
    _finish(call, [shown["InstanceId"] for shown in answer["Instances"]])
    _tie_interfaces(call, answer["Instances"])
    defaults = find_metadata_defaults(state, call)
    given = call.parameters.get("MetadataOptions") or {}
    backend = moto_backend("ec2", call.account_id, call.region)
    for shown in answer["Instances"]:
        instance = backend.get_instance(shown["InstanceId"])
        instance.metadata_options = MetadataOptions({**defaults, **given})
        shown["MetadataOptions"] = _as_answer(instance.metadata_options)
        if instance.instance_type.partition(".")[0] not in PARAVIRTUAL:
            shown["VirtualizationType"] = instance.virtualization_type = "hvm"
        for device in instance.block_device_mapping.values():
            encrypt(state, call, backend.volumes[device.volume_id])
    return answer


def _finish(call: EmulatedCall, instance_ids: list[str]) -> None:
    """Protect the instances, and give each the profile; moto does so for the first alone."""
    backend = moto_backend("ec2", call.account_id, call.region)
    profile = call.parameters.get("IamInstanceProfile") or {}
    for instance_id in instance_ids:
        instance = backend.get_instance(instance_id)
        instance.disable_api_termination = bool(call.parameters.get("DisableApiTermination"))
        if profile and instance_id not in backend.iam_instance_profile_associations:
            backend.associate_iam_instance_profile(
                instance_id, profile.get("Name"), profile.get("Arn")
            )


def _tie_interfaces(call: EmulatedCall, instances: list[Any]) -> None:
    """Let the interfaces that a launch makes go with their instance, unless it says otherwise.

    Those that existed stay. Moto keeps all: groups and subnets could never be deleted.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/scenarios-enis.html
    """
    backend = moto_backend("ec2", call.account_id, call.region)
    given = {
        int(asked.get("DeviceIndex") or 0): asked
        for asked in call.parameters.get("NetworkInterfaces") or ()
    }
    for shown in instances:
        for index, interface in backend.get_instance(shown["InstanceId"]).nics.items():
            asked = given.get(int(index), {})
            chosen = asked.get("DeleteOnTermination", "NetworkInterfaceId" not in asked)
            interface.delete_on_termination = chosen
        for item in shown.get("NetworkInterfaces", ()):
            held = backend.enis[item["NetworkInterfaceId"]]
            item["Attachment"]["DeleteOnTermination"] = bool(held.delete_on_termination)


@emulates("ec2", "CreateVolume")
def create_volume(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a volume, of a shared snapshot too; encrypt it if that is the account's default."""
    snapshot_id = str(call.parameters.get("SnapshotId") or "")
    backend = moto_backend("ec2", call.account_id, call.region)
    shared = find_snapshot(call.account_id, call.region, snapshot_id) if snapshot_id else None
    if shared is not None and snapshot_id not in backend.snapshots:
        backend.snapshots[snapshot_id] = shared  # as long as moto looks for it
        try:
            answer = state.ask_moto(call)
        finally:
            del backend.snapshots[snapshot_id]
    else:
        answer = state.ask_moto(call)
    volume = backend.volumes[answer["VolumeId"]]
    encrypt(state, call, volume, shared)
    if shared is not None:
        copy_blocks(state, (shared.owner_id, call.region, snapshot_id), call, volume.id)
    key = {"KmsKeyId": volume.kms_key_id} if volume.encrypted else {}
    return answer | {"Encrypted": volume.encrypted} | key


def encrypt(state: EmulatorState, call: EmulatedCall, volume: Any, snapshot: Any = None) -> None:
    """Encrypt a volume as its request, its snapshot or the account's default says.

    https://docs.aws.amazon.com/ebs/latest/userguide/encryption-examples.html
    """
    backend = moto_backend("ec2", call.account_id, call.region)
    given = call.parameters.get("KmsKeyId") if call.operation == "CreateVolume" else None
    if given:
        volume.kms_key_id = find_key_arn(call, given)
    elif snapshot is not None and snapshot.encrypted and snapshot.owner_id == call.account_id:
        volume.kms_key_id = snapshot.kms_key_id
    elif volume.encrypted or backend.ebs_encryption_by_default:
        volume.kms_key_id = find_default_disk_key(state, call)
    volume.encrypted = bool(volume.encrypted or volume.kms_key_id)


def find_default_disk_key(state: EmulatorState, call: EmulatedCall) -> str:
    """Return the ARN of the key of new volumes: the account's choice, or AWS's own."""
    chosen = state.setting(call, "EbsKey", "")
    if chosen and chosen != DEFAULT_KEY:
        return find_key_arn(call, chosen)
    # Moto calls this for the account's first encrypted volume, to make the key.
    made = moto_backend("ec2", call.account_id, call.region).modify_ebs_default_kms_key_id("")
    return find_key_arn(call, made)


@emulates("ec2", "ModifyInstanceMetadataOptions")
def modify_metadata_options(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change only the options that are named; moto resets all others."""
    backend = moto_backend("ec2", call.account_id, call.region)
    instance = backend.get_instance(call.parameters["InstanceId"])
    before = _as_answer(instance.metadata_options)
    named = {name: call.parameters[name] for name in OPTIONS if call.parameters.get(name)}
    instance.metadata_options = MetadataOptions({**before, **named})
    options = _as_answer(instance.metadata_options)
    return {"InstanceId": instance.id, "InstanceMetadataOptions": options}


def _as_answer(options: MetadataOptions) -> dict[str, Any]:
    return {
        "State": options.state,
        "HttpTokens": options.http_tokens,
        "HttpPutResponseHopLimit": options.http_put_response_hop_limit,
        "HttpEndpoint": options.http_endpoint,
        "HttpProtocolIpv6": options.http_protocol_ipv6,
        "InstanceMetadataTags": options.instance_metadata_tags,
    }

"""EC2: the account's defaults for new instances and volumes, and partial changes of IMDS."""

from collections.abc import Mapping
from typing import Any

from moto.ec2.models.instances import MetadataOptions

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.organizations.declared_settings import find_metadata_defaults
from ringwall.emulator.state import EmulatorState

OPTIONS = (
    "HttpTokens",
    "HttpPutResponseHopLimit",
    "HttpEndpoint",
    "HttpProtocolIpv6",
    "InstanceMetadataTags",
)


@emulates("ec2", "RunInstances")
def run_instances(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Apply the account's IMDS defaults and EBS encryption, which moto does not."""
    answer = state.ask_moto(call)
    defaults = find_metadata_defaults(state, call)
    given = call.parameters.get("MetadataOptions") or {}
    backend = moto_backend("ec2", call.account_id, call.region)
    for shown in answer["Instances"]:
        instance = backend.get_instance(shown["InstanceId"])
        instance.metadata_options = MetadataOptions({**defaults, **given})
        shown["MetadataOptions"] = _as_answer(instance.metadata_options)
        for device in instance.block_device_mapping.values():
            _encrypt(backend, backend.volumes[device.volume_id])
    return answer


@emulates("ec2", "CreateVolume")
def create_volume(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Encrypt a new volume if that is the account's default."""
    answer = state.ask_moto(call)
    backend = moto_backend("ec2", call.account_id, call.region)
    volume = backend.volumes[answer["VolumeId"]]
    _encrypt(backend, volume)
    key = {"KmsKeyId": volume.kms_key_id} if volume.encrypted else {}
    return answer | {"Encrypted": volume.encrypted} | key


def _encrypt(backend: Any, volume: Any) -> None:
    if backend.ebs_encryption_by_default and not volume.encrypted:
        # Moto calls this for the account's first encrypted volume, to make the key.
        volume.kms_key_id = backend.modify_ebs_default_kms_key_id("")
        volume.encrypted = True


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

"""EC2: VPC Block Public Access of an account in a Region, and what is excluded from it.

https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.ec2.utils import convert_tag_spec

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold, make_arn, make_id
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState, Record

MODES = ("off", "block-bidirectional", "block-ingress")
EXCLUSIONS = ("allow-bidirectional", "allow-egress")


@emulates("ec2", "DescribeVpcBlockPublicAccessOptions", "ModifyVpcBlockPublicAccessOptions")
def block_options(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set or return the mode; nothing is blocked by default."""
    default = {"State": "default-state", "InternetGatewayBlockMode": MODES[0]}
    if call.operation.startswith("Modify"):
        mode = call.parameters["InternetGatewayBlockMode"]
        _check_choice("internetGatewayBlockMode", mode, MODES)
        held = {
            "State": "update-complete",
            "InternetGatewayBlockMode": mode,
            "LastUpdateTimestamp": datetime.now(UTC),
        }
        state.set(call, "BlockPublicAccess", held)
    options = {
        "AwsAccountId": call.account_id,
        "AwsRegion": call.region,
        "ManagedBy": "account",
        "ExclusionsAllowed": "allowed",
        **state.setting(call, "BlockPublicAccess", default),
    }
    return {"VpcBlockPublicAccessOptions": options}


def _check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        message = f"Value ({value}) for parameter {name} is invalid."
        raise Fault("InvalidParameterValue", message)


@emulates("ec2", "CreateVpcBlockPublicAccessExclusion")
def create_exclusion(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Exclude a VPC or a subnet."""
    given = call.parameters
    _check_choice("internetGatewayExclusionMode", given["InternetGatewayExclusionMode"], EXCLUSIONS)
    arn, held = _find_target(call), hold(state, call, "exclusions")
    if any(item["ResourceArn"] == arn for item in held.values()):
        message = f"An exclusion already exists for the resource {arn}."
        raise Fault("ResourceAlreadyExcluded", message)
    tags = convert_tag_spec(given.get("TagSpecifications") or [])
    now = datetime.now(UTC)
    made: Record = {
        "ExclusionId": make_id("vpcbpa-exclude"),
        "InternetGatewayExclusionMode": given["InternetGatewayExclusionMode"],
        "ResourceArn": arn,
        "State": "create-complete",
        "CreationTimestamp": now,
        "LastUpdateTimestamp": now,
        "Tags": [
            {"Key": key, "Value": value}
            for key, value in tags.get("vpc-block-public-access-exclusion", {}).items()
        ],
    }
    held[made["ExclusionId"]] = made
    return {"VpcBlockPublicAccessExclusion": made}


def _find_target(call: EmulatedCall) -> str:
    """Return the ARN of the VPC or subnet of the account that a request names."""
    vpc, subnet = call.parameters.get("VpcId"), call.parameters.get("SubnetId")
    backend = moto_backend("ec2", call.account_id, call.region)
    if bool(vpc) == bool(subnet):
        message = "Specify either VpcId or SubnetId, and not both."
        raise Fault("InvalidParameterCombination", message)
    if vpc:
        if vpc not in backend.vpcs:
            raise Fault("InvalidVpcID.NotFound", f"The vpc ID '{vpc}' does not exist")
        return make_arn(call, f"vpc/{vpc}")
    if not any(subnet in zone for zone in backend.subnets.values()):
        raise Fault("InvalidSubnetID.NotFound", f"The subnet ID '{subnet}' does not exist")
    return make_arn(call, f"subnet/{subnet}")


@emulates("ec2", "ModifyVpcBlockPublicAccessExclusion", "DeleteVpcBlockPublicAccessExclusion")
def change_exclusion(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change or end an exclusion."""
    held, name = hold(state, call, "exclusions"), call.parameters["ExclusionId"]
    if name not in held:
        message = f"The exclusion '{name}' does not exist"
        raise Fault("InvalidVpcBlockPublicAccessExclusionId.NotFound", message)
    if call.operation.startswith("Delete"):
        gone = held.pop(name) | {"State": "delete-complete", "DeletionTimestamp": datetime.now(UTC)}
        return {"VpcBlockPublicAccessExclusion": gone}
    mode = call.parameters["InternetGatewayExclusionMode"]
    _check_choice("internetGatewayExclusionMode", mode, EXCLUSIONS)
    held[name] |= {
        "InternetGatewayExclusionMode": mode,
        "State": "update-complete",
        "LastUpdateTimestamp": datetime.now(UTC),
    }
    return {"VpcBlockPublicAccessExclusion": held[name]}


@emulates("ec2", "DescribeVpcBlockPublicAccessExclusions")
def describe_exclusions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return exclusions, by id and filter."""
    wanted = call.parameters.get("ExclusionIds")
    filters = {f["Name"]: f["Values"] for f in call.parameters.get("Filters") or ()}
    members = {
        "resource-arn": "ResourceArn",
        "internet-gateway-exclusion-mode": "InternetGatewayExclusionMode",
        "state": "State",
    }
    found = [
        item
        for item in hold(state, call, "exclusions").values()
        if (not wanted or item["ExclusionId"] in wanted)
        and all(item[members[k]] in v for k, v in filters.items() if k in members)
    ]
    return {"VpcBlockPublicAccessExclusions": found}

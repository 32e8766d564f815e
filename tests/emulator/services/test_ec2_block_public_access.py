from typing import Any


def test_nothing_is_blocked_until_it_is_told(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    name = "VpcBlockPublicAccessOptions"
    shown = ec2.describe_vpc_block_public_access_options()[name]
    assert (shown["InternetGatewayBlockMode"], shown["State"]) == ("off", "default-state")
    mode = {"InternetGatewayBlockMode": "block-bidirectional"}
    ec2.modify_vpc_block_public_access_options(**mode)
    shown = ec2.describe_vpc_block_public_access_options()[name]
    assert (shown["InternetGatewayBlockMode"], shown["State"]) == (
        *mode.values(),
        "update-complete",
    )
    other = client("ec2", region="eu-west-1").describe_vpc_block_public_access_options()[name]
    assert other["InternetGatewayBlockMode"] == "off"
    wrong = {"InternetGatewayBlockMode": "block"}
    code, _ = refusal(ec2.modify_vpc_block_public_access_options, **wrong)
    assert code == "InvalidParameterValue"


def test_exclusion_is_of_one_vpc_or_subnet(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    mode = {"InternetGatewayExclusionMode": "allow-egress"}
    create = ec2.create_vpc_block_public_access_exclusion
    made = create(VpcId=vpc, **mode)["VpcBlockPublicAccessExclusion"]
    assert made["ResourceArn"].endswith(f":vpc/{vpc}")
    assert refusal(create, VpcId=vpc, **mode)[0] == "ResourceAlreadyExcluded"
    assert refusal(create, VpcId=vpc, SubnetId=subnet, **mode)[0] == "InvalidParameterCombination"
    assert refusal(create, VpcId="vpc-0123", **mode)[0] == "InvalidVpcID.NotFound"
    create(SubnetId=subnet, **mode)
    name = {"ExclusionId": made["ExclusionId"]}
    ec2.modify_vpc_block_public_access_exclusion(
        InternetGatewayExclusionMode="allow-bidirectional", **name
    )
    wider = {"Name": "internet-gateway-exclusion-mode", "Values": ["allow-bidirectional"]}
    found = ec2.describe_vpc_block_public_access_exclusions(Filters=[wider])
    shown = found["VpcBlockPublicAccessExclusions"]
    assert [e["ExclusionId"] for e in shown] == [made["ExclusionId"]]
    ec2.delete_vpc_block_public_access_exclusion(**name)
    code, _ = refusal(ec2.delete_vpc_block_public_access_exclusion, **name)
    assert code == "InvalidVpcBlockPublicAccessExclusionId.NotFound"

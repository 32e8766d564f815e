from typing import Any

from ringwall.emulator.app import Emulator


def test_regions_are_those_of_the_account(client: Any, emulator: Emulator) -> None:
    ec2 = client("ec2")
    emulator.enable_region("123456789012", "af-south-1")
    enabled = {r["RegionName"] for r in ec2.describe_regions()["Regions"]}
    assert "af-south-1" in enabled
    assert "me-south-1" not in enabled
    every = {
        r["RegionName"]: r["OptInStatus"] for r in ec2.describe_regions(AllRegions=True)["Regions"]
    }
    assert every["us-east-1"] == "opt-in-not-required"
    assert every["af-south-1"] == "opted-in"
    assert every["me-south-1"] == "not-opted-in"


def test_encryption_by_default_goes_on_and_off(client: Any) -> None:
    ec2 = client("ec2")
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is False
    ec2.enable_ebs_encryption_by_default()
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    assert (
        client("ec2", "", "eu-west-1").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
        is False
    )
    ec2.disable_ebs_encryption_by_default()
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is False
    assert ec2.get_ebs_default_kms_key_id()["KmsKeyId"] == "alias/aws/ebs"


def test_blocks_of_public_sharing_are_kept(client: Any) -> None:
    ec2 = client("ec2")
    assert ec2.get_snapshot_block_public_access_state()["State"] == "unblocked"
    ec2.enable_snapshot_block_public_access(State="block-new-sharing")
    assert ec2.get_snapshot_block_public_access_state()["State"] == "block-new-sharing"
    ec2.disable_snapshot_block_public_access()
    assert ec2.get_snapshot_block_public_access_state()["State"] == "unblocked"
    ec2.disable_image_block_public_access()
    state = ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"]
    assert state == "unblocked"
    ec2.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
    state = ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"]
    assert state == "block-new-sharing"


def test_metadata_defaults_are_kept_and_taken_back(client: Any) -> None:
    ec2 = client("ec2")
    assert "HttpTokens" not in ec2.get_instance_metadata_defaults()["AccountLevel"]
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
    level = ec2.get_instance_metadata_defaults()["AccountLevel"]
    assert (level["HttpTokens"], level["HttpPutResponseHopLimit"]) == ("required", 2)
    ec2.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpPutResponseHopLimit=-1)
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {"ManagedBy": "account"}


def test_serial_console_is_off_until_it_is_on(client: Any) -> None:
    ec2 = client("ec2")
    assert ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"] is False
    ec2.enable_serial_console_access()
    assert ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"] is True


def test_exactly_one_rule_of_a_group_is_revoked_and_put_back(client: Any) -> None:
    ec2 = client("ec2")
    group = ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
    ssh = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
    office = ssh | {"IpRanges": [{"CidrIp": "203.0.113.0/24", "Description": "office"}]}
    world = ssh | {"IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "oops"}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[office, world])

    def sources() -> list[str]:
        own = [{"Name": "group-id", "Values": [group]}]
        rules = ec2.describe_security_group_rules(Filters=own)["SecurityGroupRules"]
        return sorted(r["CidrIpv4"] for r in rules if not r["IsEgress"])

    assert sources() == ["0.0.0.0/0", "203.0.113.0/24"]
    exact = ssh | {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[exact])
    assert sources() == ["203.0.113.0/24"]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[world])
    assert sources() == ["0.0.0.0/0", "203.0.113.0/24"]


def test_one_rule_is_revoked_by_its_id(client: Any) -> None:
    ec2 = client("ec2")
    group = ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
    rule = ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
                        "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}],
    )["SecurityGroupRules"][0]  # fmt: skip
    assert rule["CidrIpv6"] == "::/0"
    ec2.revoke_security_group_ingress(
        GroupId=group, SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]]
    )
    found = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    assert found["IpPermissions"] == []


def test_subnet_stops_giving_public_addresses(client: Any) -> None:
    ec2 = client("ec2")
    subnet = ec2.describe_subnets()["Subnets"][0]
    assert subnet["MapPublicIpOnLaunch"] is True
    ec2.modify_subnet_attribute(SubnetId=subnet["SubnetId"], MapPublicIpOnLaunch={"Value": False})
    (found,) = ec2.describe_subnets(SubnetIds=[subnet["SubnetId"]])["Subnets"]
    assert found["MapPublicIpOnLaunch"] is False

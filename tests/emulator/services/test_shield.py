import json
from typing import Any

import pytest

ADDRESS = "arn:aws:ec2:us-east-1:123456789012:eip-allocation/eipalloc-1"
BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1"
CONTACT = {"EmailAddress": "soc@example.com", "PhoneNumber": "+15550100"}


@pytest.fixture
def shield(client: Any) -> Any:
    found = client("shield")
    found.create_subscription()
    return found


def test_nothing_is_protected_without_a_subscription(client: Any, refusal: Any) -> None:
    shield = client("shield")
    assert shield.get_subscription_state()["SubscriptionState"] == "INACTIVE"
    for call in (shield.describe_subscription, shield.list_protections):
        assert refusal(call)[0] == "ResourceNotFoundException"


def test_subscription_is_for_a_year(refusal: Any, shield: Any) -> None:
    assert shield.get_subscription_state()["SubscriptionState"] == "ACTIVE"
    assert refusal(shield.create_subscription)[0] == "ResourceAlreadyExistsException"
    shield.update_subscription(AutoRenew="DISABLED")
    found = shield.describe_subscription()["Subscription"]
    assert (found["AutoRenew"], found["TimeCommitmentInSeconds"]) == ("DISABLED", 31_536_000)
    assert "ProactiveEngagementStatus" not in found


def test_resources_are_protected_once(refusal: Any, shield: Any) -> None:
    new = {"Name": "address", "ResourceArn": ADDRESS, "Tags": [{"Key": "a", "Value": "b"}]}
    made = shield.create_protection(**new)["ProtectionId"]
    assert refusal(shield.create_protection, **new)[0] == "ResourceAlreadyExistsException"
    wrong = {"Name": "bucket", "ResourceArn": "arn:aws:s3:::bucket"}
    assert refusal(shield.create_protection, **wrong)[0] == "InvalidResourceException"
    shield.create_protection(Name="balancer", ResourceArn=BALANCER)
    found = shield.describe_protection(ResourceArn=ADDRESS)["Protection"]
    assert found["Id"] == made
    filters = {"ResourceTypes": ["APPLICATION_LOAD_BALANCER"]}
    (listed,) = shield.list_protections(InclusionFilters=filters)["Protections"]
    assert listed["ResourceArn"] == BALANCER
    arn = found["ProtectionArn"]
    shield.tag_resource(ResourceARN=arn, Tags=[{"Key": "c", "Value": "d"}])
    shield.untag_resource(ResourceARN=arn, TagKeys=["a"])
    tags = shield.list_tags_for_resource(ResourceARN=arn)["Tags"]
    assert tags == [{"Key": "c", "Value": "d"}]
    shield.delete_protection(ProtectionId=made)
    call = shield.describe_protection
    assert refusal(call, ProtectionId=made)[0] == "ResourceNotFoundException"


def test_groups_are_kept(refusal: Any, shield: Any) -> None:
    for name, arn in (("address", ADDRESS), ("balancer", BALANCER)):
        shield.create_protection(Name=name, ResourceArn=arn)
    group = {"ProtectionGroupId": "some", "Aggregation": "SUM"}
    wrong = {**group, "Pattern": "ARBITRARY"}
    assert refusal(shield.create_protection_group, **wrong)[0] == "InvalidParameterException"
    shield.create_protection_group(**wrong, Members=[ADDRESS])
    found = shield.list_resources_in_protection_group(ProtectionGroupId="some")
    assert found["ResourceArns"] == [ADDRESS]
    shield.update_protection_group(**group, Pattern="ALL")
    found = shield.list_resources_in_protection_group(ProtectionGroupId="some")
    assert found["ResourceArns"] == [ADDRESS, BALANCER]
    (listed,) = shield.list_protection_groups()["ProtectionGroups"]
    assert listed["Pattern"] == "ALL"
    shield.delete_protection_group(ProtectionGroupId="some")
    call = shield.describe_protection_group
    assert refusal(call, ProtectionGroupId="some")[0] == "ResourceNotFoundException"


def test_response_team_needs_a_role_that_trusts_it(client: Any, refusal: Any, shield: Any) -> None:
    def make_role(name: str, service: str) -> str:
        statement = {"Effect": "Allow", "Principal": {"Service": service}}
        trust = json.dumps({"Statement": [{**statement, "Action": "sts:AssumeRole"}]})
        made = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)
        arn: str = made["Role"]["Arn"]
        return arn

    client("s3").create_bucket(Bucket="logs")
    call = shield.associate_drt_log_bucket
    assert refusal(call, LogBucket="logs")[0] == "NoAssociatedRoleException"
    other = make_role("other", "ec2.amazonaws.com")
    call = shield.associate_drt_role
    assert refusal(call, RoleArn=other)[0] == "AccessDeniedForDependencyException"
    assert refusal(call, RoleArn=f"{other}s")[0] == "InvalidParameterException"
    role = make_role("drt", "drt.shield.amazonaws.com")
    shield.associate_drt_role(RoleArn=role)
    shield.associate_drt_log_bucket(LogBucket="logs")
    found = shield.describe_drt_access()
    assert (found["RoleArn"], found["LogBucketList"]) == (role, ["logs"])
    shield.disassociate_drt_log_bucket(LogBucket="logs")
    shield.disassociate_drt_role()
    assert "RoleArn" not in shield.describe_drt_access()


def test_response_team_calls_who_is_named(refusal: Any, shield: Any) -> None:
    call = shield.enable_proactive_engagement
    assert refusal(call)[0] == "InvalidOperationException"
    shield.associate_proactive_engagement_details(EmergencyContactList=[CONTACT])
    assert shield.describe_emergency_contact_settings()["EmergencyContactList"] == [CONTACT]
    status = shield.describe_subscription()["Subscription"]["ProactiveEngagementStatus"]
    assert status == "ENABLED"
    silent = [{"EmailAddress": "soc@example.com"}]
    call = shield.update_emergency_contact_settings
    assert refusal(call, EmergencyContactList=silent)[0] == "InvalidParameterException"
    shield.disable_proactive_engagement()
    shield.update_emergency_contact_settings(EmergencyContactList=silent)
    shield.enable_proactive_engagement()

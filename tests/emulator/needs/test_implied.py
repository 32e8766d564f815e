"""What a request is about though none of its parameters names it."""

from collections.abc import Callable
from typing import Any

from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.app import Emulator
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.implied import find_implied_arns, find_implied_values

NeedsIn = Callable[..., tuple[Need, ...]]
OWN = "123456789012"
EC2 = f"arn:aws:ec2:us-east-1:{OWN}"


def resources(needs: tuple[Need, ...]) -> list[str]:
    return [need.resource for need in needs]


def test_call_without_a_name_is_about_who_makes_it(
    client: Callable[..., Any], emulator: Emulator, needs_in: NeedsIn
) -> None:
    iam = client("iam")
    iam.create_user(UserName="u", Path="/team/")
    key = iam.create_access_key(UserName="u")["AccessKey"]["AccessKeyId"]
    call = EmulatedCall(
        **{**vars(make_call("iam", "CreateAccessKey")), "account_id": OWN, "access_key": key}
    )
    user = f"arn:aws:iam::{OWN}:user/team/u"
    with emulator.mounted():
        assert [named.arn for named in find_implied_arns(call)] == [user]
    assert resources(needs_in("iam", "GetAccessKeyLastUsed", AccessKeyId=key)) == [user]
    assert resources(needs_in("iam", "GetUser")) == [f"arn:aws:iam::{OWN}:user/*"]
    assert resources(needs_in("iam", "GetUser", UserName="u")) == [user]


def test_identity_provider_is_called_after_its_host(needs_in: NeedsIn) -> None:
    found = needs_in("iam", "CreateOpenIDConnectProvider", Url="https://token.example.com")
    assert resources(found) == [f"arn:aws:iam::{OWN}:oidc-provider/token.example.com"]


def test_key_that_decrypts_is_the_ciphertext_s(
    client: Callable[..., Any], needs_in: NeedsIn
) -> None:
    kms = client("kms")
    first, second = (kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2))
    blob = kms.encrypt(KeyId=first, Plaintext=b"x")["CiphertextBlob"]
    assert resources(needs_in("kms", "Decrypt", CiphertextBlob=blob)) == [first]
    both = resources(needs_in("kms", "Decrypt", CiphertextBlob=blob, KeyId=second))
    assert set(both) == {first, second}
    moved = needs_in(
        "kms", "ReEncrypt", CiphertextBlob=blob, SourceKeyId=second, DestinationKeyId=second
    )
    assert resources(moved) == [first, second]
    unknown = needs_in("kms", "Decrypt", CiphertextBlob=b"x")
    assert resources(unknown) == [f"arn:aws:kms:us-east-1:{OWN}:key/*"]


def test_alias_and_grant_are_their_key_s(client: Callable[..., Any], needs_in: NeedsIn) -> None:
    kms = client("kms")
    arn = kms.create_key()["KeyMetadata"]["Arn"]
    kms.create_alias(AliasName="alias/a", TargetKeyId=arn)
    assert arn in resources(needs_in("kms", "DeleteAlias", AliasName="alias/a"))
    role = f"arn:aws:iam::{OWN}:role/r"
    token = kms.create_grant(KeyId=arn, GranteePrincipal=role, Operations=["Decrypt"])["GrantToken"]
    assert resources(needs_in("kms", "RetireGrant", GrantToken=token)) == [arn]


def test_launch_template_is_named_by_its_name(
    client: Callable[..., Any], needs_in: NeedsIn
) -> None:
    made = client("ec2").create_launch_template(
        LaunchTemplateName="t", LaunchTemplateData={"ImageId": "ami-0a"}
    )
    arn = f"{EC2}:launch-template/{made['LaunchTemplate']['LaunchTemplateId']}"
    more = {"LaunchTemplateData": {"ImageId": "ami-0b"}}
    for name, expected in (("t", arn), ("none", f"{EC2}:launch-template/*")):
        found = needs_in("ec2", "CreateLaunchTemplateVersion", LaunchTemplateName=name, **more)
        assert resources(found) == [expected]
    started = needs_in(
        "ec2", "RunInstances", ImageId="ami-0a", LaunchTemplate={"LaunchTemplateName": "t"}
    )
    assert arn in resources(started)


def test_sender_is_the_identity_of_address_or_domain(
    client: Callable[..., Any], needs_in: NeedsIn
) -> None:
    client("ses").verify_email_identity(EmailAddress="a@example.com")
    client("ses").verify_domain_identity(Domain="example.com")
    place = f"arn:aws:ses:us-east-1:{OWN}:identity"
    raw = {"Data": b"To: c@example.org\nFrom: B <b@example.com>\n\nx"}
    theirs = "arn:aws:ses:us-east-1:111122223333:identity/example.org"
    for operation, given, expected in (
        ("SendEmail", {"Source": "A <a@example.com>"}, f"{place}/a@example.com"),
        ("SendEmail", {"Source": "b@example.com"}, f"{place}/example.com"),
        ("SendEmail", {"Source": "c@example.org"}, f"{place}/c@example.org"),
        ("SendEmail", {"Source": "c@example.org", "SourceArn": theirs}, theirs),
        ("SendRawEmail", {"RawMessage": raw}, f"{place}/example.com"),
    ):
        assert resources(needs_in("ses", operation, **given)) == [expected]
    newer = needs_in("sesv2", "SendEmail", Content={"Raw": raw})
    assert resources(newer) == [f"{place}/example.com"]


def test_association_is_of_what_it_associates(
    client: Callable[..., Any], needs_in: NeedsIn
) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    filters = [{"Name": "vpc-id", "Values": [vpc]}]
    acl = ec2.describe_network_acls(Filters=filters)["NetworkAcls"][0]
    other = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    association = acl["Associations"][0]["NetworkAclAssociationId"]
    found = needs_in(
        "ec2", "ReplaceNetworkAclAssociation", AssociationId=association, NetworkAclId=other
    )
    assert set(resources(found)) == {f"{EC2}:subnet/{subnet}", f"{EC2}:network-acl/{other}"}
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    routed = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
    found = needs_in("ec2", "DisassociateRouteTable", AssociationId=routed)
    assert f"{EC2}:route-table/{table}" in resources(found)


def test_address_is_found_by_its_ip(client: Callable[..., Any], needs_in: NeedsIn) -> None:
    ec2 = client("ec2")
    first, _ = (ec2.allocate_address(Domain="vpc") for _ in range(2))
    found = needs_in("ec2", "DisassociateAddress", PublicIp=first["PublicIp"])
    assert resources(found) == [f"{EC2}:elastic-ip/{first['AllocationId']}"]


def test_group_is_found_by_its_name(client: Callable[..., Any], needs_in: NeedsIn) -> None:
    made = client("ec2").create_security_group(GroupName="web", Description="web")["GroupId"]
    found = needs_in("ec2", "DeleteSecurityGroup", GroupName="web")
    assert f"{EC2}:security-group/{made}" in resources(found)


def test_document_of_aws_belongs_to_no_account(needs_in: NeedsIn) -> None:
    for name, owner in (("AWS-StopEC2Instance", ""), ("Quarantine", OWN)):
        found = resources(needs_in("ssm", "StartAutomationExecution", DocumentName=name))
        assert f"arn:aws:ssm:us-east-1:{owner}:document/{name}" in found
        assert f"arn:aws:ssm:us-east-1:{OWN}:automation-execution/*" in found


def test_node_is_an_instance(needs_in: NeedsIn) -> None:
    found = resources(
        needs_in("ssm", "SendCommand", DocumentName="D", InstanceIds=["i-0a", "i-0b"])
    )
    assert {f"{EC2}:instance/i-0a", f"{EC2}:instance/i-0b"} <= set(found)


def test_nodes_that_tags_choose_may_be_any(needs_in: NeedsIn) -> None:
    by_tag, by_id = {"Key": "tag:a", "Values": ["b"]}, {"Key": "InstanceIds", "Values": ["i-0a"]}
    found = resources(needs_in("ssm", "SendCommand", DocumentName="D", Targets=[by_tag]))
    assert f"{EC2}:instance/*" in found
    found = resources(needs_in("ssm", "SendCommand", DocumentName="D", Targets=[by_id]))
    assert f"{EC2}:instance/i-0a" in found
    assert f"{EC2}:instance/*" not in found


def test_tagged_resource_of_systems_manager_has_its_type(needs_in: NeedsIn) -> None:
    found = needs_in(
        "ssm", "AddTagsToResource", ResourceType="Parameter", ResourceId="/a/b", Tags=[]
    )
    assert resources(found) == [f"arn:aws:ssm:us-east-1:{OWN}:parameter/a/b"]


def test_other_account_s_settings_belong_to_its_organization(
    member: str, needs_in: NeedsIn
) -> None:
    own = needs_in("account", "GetAlternateContact", AlternateContactType="SECURITY")
    assert resources(own) == [f"arn:aws:account::{OWN}:account"]
    (arn,) = resources(needs_in("account", "GetAlternateContact", AccountId=member))
    assert arn.startswith(f"arn:aws:account::{OWN}:account/o-")
    assert arn.endswith(f"/{member}")


def test_config_s_rules_and_aggregators_have_ids(
    client: Callable[..., Any], needs_in: NeedsIn
) -> None:
    config = client("config")
    sources = [{"AccountIds": [OWN], "AllAwsRegions": True}]
    aggregator = config.put_configuration_aggregator(
        ConfigurationAggregatorName="all", AccountAggregationSources=sources
    )["ConfigurationAggregator"]["ConfigurationAggregatorArn"]
    named = {"ConfigurationAggregatorName": "all", "Expression": "select 1"}
    assert resources(needs_in("config", "SelectAggregateResourceConfig", **named)) == [aggregator]
    found = resources(needs_in("config", "DeleteConfigRule", ConfigRuleName="none"))
    assert found == [f"arn:aws:config:us-east-1:{OWN}:config-rule/*"]


def test_scaling_group_has_an_id(client: Callable[..., Any], needs_in: NeedsIn) -> None:
    scaling = client("autoscaling")
    scaling.create_launch_configuration(
        LaunchConfigurationName="l", ImageId="ami-0a", InstanceType="t3.small"
    )
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="g",
        LaunchConfigurationName="l",
        MinSize=1,
        MaxSize=1,
        AvailabilityZones=["us-east-1a"],
    )
    groups = scaling.describe_auto_scaling_groups()["AutoScalingGroups"]
    found = needs_in("autoscaling", "DeleteAutoScalingGroup", AutoScalingGroupName="g")
    assert resources(found) == [groups[0]["AutoScalingGroupARN"]]
    (other,) = resources(
        needs_in("autoscaling", "DeleteAutoScalingGroup", AutoScalingGroupName="h")
    )
    assert other.endswith(":autoScalingGroup:*:autoScalingGroupName/h")

    group = groups[0]["AutoScalingGroupARN"]
    instance = groups[0]["Instances"][0]["InstanceId"]
    operation = "TerminateInstanceInAutoScalingGroup"
    assert resources(needs_in("autoscaling", operation, InstanceId=instance)) == [group]


def test_rule_group_is_of_its_type(needs_in: NeedsIn) -> None:
    found = needs_in("network-firewall", "DeleteRuleGroup", RuleGroupName="r", Type="STATELESS")
    assert f"arn:aws:network-firewall:us-east-1:{OWN}:stateless-rulegroup/r" in resources(found)


def test_values_that_no_parameter_has() -> None:
    call = make_call("wafv2", "GetWebACL", Scope="CLOUDFRONT")
    assert find_implied_values(call) == {"Scope": "global"}
    assert find_implied_values(make_call("wafv2", "GetWebACL", Scope="x")) == {}
    assert find_implied_values(make_call("organizations", "CreatePolicy")) == {}
    assert find_implied_values(make_call("s3", "ListBuckets")) == {}
    assert ACCOUNT != OWN

"""Each operation that somebody needs, and each that is answered, is mapped to permissions."""

import csv
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import create_loader
from emulated_calls import ACCOUNT, make_call, make_plausible_call

from ringwall.emulator.answerers import find_answerer, list_answerers
from ringwall.emulator.handlers import find_handlers
from ringwall.emulator.needs.by_hand import FINDERS
from ringwall.emulator.needs.find import find_needs
from ringwall.emulator.needs.operations import find_actions
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.reason.iam.language.universe import load_universe

AUTHORITY = ReasonedAuthority()
PLACE = f"us-east-1:{ACCOUNT}"
FIREWALL = {"FirewallName": "example"}
POLICY = {"FirewallPolicyName": "example"}
RULES = {"RuleGroupName": "example", "Type": "STATEFUL"}
TLS = {"TLSInspectionConfigurationName": "example"}
ACL = {"Name": "example", "Id": "example", "Scope": "REGIONAL"}
GROUP = {"GroupId": "sg-0example"}
ADDRESS = {"AllocationId": "eipalloc-0example"}
DOMAINS = {"FirewallDomainListId": "rslvr-fdl-example"}
LOGS = {"logGroupName": "example"}
SHARE = {"resourceShareArn": f"arn:aws:ram:{PLACE}:resource-share/example"}
GIVEN: dict[str, dict[str, Any]] = {
    "cloudtrail:GetInsightSelectors": {"TrailName": "example"},
    "cloudtrail:PutInsightSelectors": {"TrailName": "example"},
    "cloudfront:TagResource": {"Resource": f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1"},
    "config:GetCustomRulePolicy": {"ConfigRuleName": "example"},
    "ec2:AssociateAddress": ADDRESS | {"InstanceId": "i-0example"},
    "ec2:AuthorizeSecurityGroupIngress": GROUP,
    "ec2:CreateManagedPrefixList": {"PrefixListName": "example"},
    "ec2:CreateTags": {"Resources": ["vpc-0example"]},
    "ec2:CreateTransitGatewayVpcAttachment": {"TransitGatewayId": "tgw-0example"},
    "ec2:DeleteSecurityGroup": GROUP,
    "ec2:DeleteTags": {"Resources": ["vpc-0example"]},
    "ec2:ModifySecurityGroupRules": GROUP
    | {"SecurityGroupRules": [{"SecurityGroupRuleId": "sgr-0example"}]},
    "ec2:ModifyVpcBlockPublicAccessExclusion": {"ExclusionId": "vpcbpa-exclude-0example"},
    "ec2:ReleaseAddress": ADDRESS,
    "ec2:RevokeSecurityGroupIngress": GROUP,
    "ec2:RunInstances": {"ImageId": "ami-0example"},
    "ec2:UpdateSecurityGroupRuleDescriptionsEgress": GROUP,
    "ec2:UpdateSecurityGroupRuleDescriptionsIngress": GROUP,
    "events:UpdateEventBus": {"Name": "example"},
    "iam:TagMFADevice": {"SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/example"},
    "iam:UntagMFADevice": {"SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/example"},
    "iam:ListMFADeviceTags": {"SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/example"},
    "ram:TagResource": SHARE,
    "ram:UntagResource": SHARE,
    "logs:DisassociateKmsKey": LOGS,
    "logs:FilterLogEvents": LOGS,
    "logs:StartQuery": LOGS,
    "network-firewall:AssociateFirewallPolicy": FIREWALL
    | {"FirewallPolicyArn": f"arn:aws:network-firewall:{PLACE}:firewall-policy/example"},
    "network-firewall:AssociateSubnets": FIREWALL,
    "network-firewall:DeleteFirewall": FIREWALL,
    "network-firewall:DeleteFirewallPolicy": POLICY,
    "network-firewall:DeleteRuleGroup": RULES,
    "network-firewall:DeleteTLSInspectionConfiguration": TLS,
    "network-firewall:UpdateFirewallDeleteProtection": FIREWALL,
    "network-firewall:UpdateFirewallDescription": FIREWALL,
    "network-firewall:UpdateFirewallEncryptionConfiguration": FIREWALL,
    "network-firewall:UpdateFirewallPolicy": POLICY,
    "network-firewall:UpdateFirewallPolicyChangeProtection": FIREWALL,
    "network-firewall:UpdateLoggingConfiguration": FIREWALL,
    "network-firewall:UpdateRuleGroup": RULES,
    "network-firewall:UpdateSubnetChangeProtection": FIREWALL,
    "rds:AddTagsToResource": {"ResourceName": f"arn:aws:rds:{PLACE}:db:example"},
    "rds:RestoreDBInstanceFromDBSnapshot": {"DBSnapshotIdentifier": "example"},
    "route53resolver:CreateFirewallRule": DOMAINS,
    "route53resolver:DeleteFirewallRule": DOMAINS,
    "route53resolver:UpdateFirewallRule": DOMAINS,
    "ssm:GetConnectionStatus": {"Target": "i-0example"},
    "ssm:StartSession": {"Target": "i-0example"},
    "wafv2:GetRuleGroup": ACL,
    "wafv2:GetWebACL": ACL,
}
"""Parameters that the model does not require, and AWS does."""
POINT = {"RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/snap-0example"}
GIVEN |= {f"backup:{name}": POINT for name in (
    "DeleteRecoveryPoint", "GetRecoveryPointRestoreMetadata", "StartCopyJob",
    "UpdateRecoveryPointLifecycle",
)}  # fmt: skip
GIVEN |= {
    "network-firewall:UpdateTLSInspectionConfiguration": TLS,
    "organizations:InviteAccountToOrganization": {"Target": {"Id": "1" * 12, "Type": "ACCOUNT"}},
    "ses:SendRawEmail": {"RawMessage": {"Data": b"From: a@example.com\n\nx"}},
    "sesv2:SendEmail": {"FromEmailAddress": "a@example.com"},
    "sts:AssumeRoot": {"TargetPrincipal": ACCOUNT},
}
BY_STATE = {
    ("autoscaling", "TerminateInstanceInAutoScalingGroup"),
    ("ec2", "AcceptVpcPeeringConnection"),
    ("ec2", "DetachNetworkInterface"),
    ("ec2", "DisassociateAddress"),
    ("ec2", "DisassociateRouteTable"),
    ("ec2", "ReplaceIamInstanceProfileAssociation"),
    ("ec2", "ReplaceNetworkAclAssociation"),
}
"""Operations that name an association: the emulator tells of what."""


BY_ORGANIZATION = {"accounts", "detection", "identity"}
"""The sections of a blueprint that set up an organization."""


def read_needed(by: set[str] | None = None) -> list[tuple[str, str]]:
    path = Path(__file__).parents[1] / "needed_operations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["service"], row["operation"])
            for row in csv.DictReader(file)
            if by is None or by & set(row["needed_by"].split())
        ]


@pytest.mark.parametrize(
    ("service", "operation"), [pair for pair in read_needed() if pair not in BY_STATE]
)
def test_each_operation_that_is_needed_is_mapped(service: str, operation: str) -> None:
    given = GIVEN.get(f"{service}:{operation}", {})
    needs = find_needs(make_plausible_call(service, operation, **given), AUTHORITY)
    assert needs
    for need in needs:
        action = load_universe().find(need.action)
        assert action
        assert action.name == need.action


def test_each_operation_that_is_needed_is_answered() -> None:
    refused = [
        f"{service}:{operation}"
        for service, operation in read_needed()
        if find_answerer(service, operation) == "refused"
    ]
    assert refused == []


def test_each_operation_that_sets_up_an_organization_is_answered() -> None:
    """Not from the service model alone: by a handler, or by moto."""
    missing = [
        f"{service}:{operation}"
        for service, operation in read_needed(BY_ORGANIZATION)
        if find_answerer(service, operation) not in {"ours", "moto"}
    ]
    assert missing == []


def test_each_operation_that_we_answer_is_mapped() -> None:
    missing = [
        f"{service}:{operation}"
        for service, operation in sorted(find_handlers())
        if (service, operation) not in BY_STATE
        and find_needs(
            make_plausible_call(service, operation, **GIVEN.get(f"{service}:{operation}", {})),
            AUTHORITY,
        )
        is None
    ]
    assert missing == []


@pytest.mark.slow
def test_each_action_that_moto_answers_is_known() -> None:
    missing = [
        f"{service}:{operation}"
        for service in create_loader().list_available_services("service-2")
        for operation, who in list_answerers(service).items()
        if who == "moto" and not is_known(service, operation)
    ]
    assert missing == []


def is_known(service: str, operation: str) -> bool:
    """Whether an operation has actions of AWS's reference, or a rule of its own."""
    call = make_call(service, operation)
    by_hand = (service, operation) in FINDERS or service in {"apigateway", "apigatewayv2"}
    return by_hand or all(AUTHORITY.find_action(name) for name in find_actions(call))


def test_what_associations_are_of_is_told_by_the_state(client: Any, needs_in: Any) -> None:
    ec2, scaling = client("ec2"), client("autoscaling")
    vpcs = [ec2.create_vpc(CidrBlock=f"10.{i}.0.0/16")["Vpc"]["VpcId"] for i in range(2)]
    subnet = ec2.create_subnet(VpcId=vpcs[0], CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    run = {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1, "SubnetId": subnet}
    instance = ec2.run_instances(**run)["Instances"][0]
    interface = instance["NetworkInterfaces"][0]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    table = ec2.create_route_table(VpcId=vpcs[0])["RouteTable"]["RouteTableId"]
    (acl,) = ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": vpcs[:1]}])[
        "NetworkAcls"
    ]
    client("iam").create_instance_profile(InstanceProfileName="p")
    profile = {"Name": "p"}
    scaling.create_launch_configuration(
        LaunchConfigurationName="l", ImageId="ami-1", InstanceType="t3.micro"
    )
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=1, MaxSize=1,
        VPCZoneIdentifier=subnet,
    )  # fmt: skip
    member = scaling.describe_auto_scaling_instances()["AutoScalingInstances"][0]["InstanceId"]
    peering = ec2.create_vpc_peering_connection(VpcId=vpcs[0], PeerVpcId=vpcs[1])
    found = {
        ("autoscaling", "TerminateInstanceInAutoScalingGroup"): {
            "InstanceId": member,
            "ShouldDecrementDesiredCapacity": False,
        },
        ("ec2", "AcceptVpcPeeringConnection"): {
            "VpcPeeringConnectionId": peering["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        },
        ("ec2", "DetachNetworkInterface"): {
            "AttachmentId": interface["Attachment"]["AttachmentId"]
        },
        ("ec2", "DisassociateAddress"): {
            "AssociationId": ec2.associate_address(
                AllocationId=address, InstanceId=instance["InstanceId"]
            )["AssociationId"]
        },
        ("ec2", "DisassociateRouteTable"): {
            "AssociationId": ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)[
                "AssociationId"
            ]
        },
        ("ec2", "ReplaceIamInstanceProfileAssociation"): {
            "AssociationId": ec2.associate_iam_instance_profile(
                InstanceId=instance["InstanceId"], IamInstanceProfile=profile
            )["IamInstanceProfileAssociation"]["AssociationId"],
            "IamInstanceProfile": profile,
        },
        ("ec2", "ReplaceNetworkAclAssociation"): {
            "AssociationId": acl["Associations"][0]["NetworkAclAssociationId"],
            "NetworkAclId": acl["NetworkAclId"],
        },
    }
    assert found.keys() == BY_STATE
    for (service, operation), given in found.items():
        assert needs_in(service, operation, **given), operation

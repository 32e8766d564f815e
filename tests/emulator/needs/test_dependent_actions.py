"""What a call needs beside its own action."""

from collections.abc import Callable
from typing import Any

import pytest
from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.needs.dependent_actions import find_further_needs

NeedsIn = Callable[..., tuple[Need, ...]]


def further(service: str, operation: str, /, **parameters: Any) -> list[tuple[str, str]]:
    found = find_further_needs(make_call(service, operation, **parameters))
    return [(need.action, need.resource) for need in found]


def test_first_use_makes_a_service_linked_role(
    client: Callable[..., Any], needs_in: NeedsIn
) -> None:
    role = "arn:aws:iam::123456789012:role/aws-service-role/guardduty.amazonaws.com"
    found = needs_in("guardduty", "CreateDetector", Enable=True)
    (need,) = (need for need in found if need.action == "iam:CreateServiceLinkedRole")
    assert need.resource == f"{role}/AWSServiceRoleForAmazonGuardDuty"
    assert need.keys == {"iam:AWSServiceName": "guardduty.amazonaws.com"}
    client("iam").create_service_linked_role(AWSServiceName="guardduty.amazonaws.com")
    found = needs_in("guardduty", "CreateDetector", Enable=True)
    assert [need.action for need in found] == ["guardduty:CreateDetector"]


def test_organization_s_trail_asks_organizations() -> None:
    found = dict(further("cloudtrail", "CreateTrail", Name="t", IsOrganizationTrail=True))
    assert {"organizations:DescribeOrganization", "iam:CreateServiceLinkedRole"} <= set(found)
    assert further("cloudtrail", "CreateTrail", Name="t", IsOrganizationTrail=False) == []
    assert further("cloudtrail", "CreateTrail", Name="t") == []


@pytest.mark.parametrize(
    ("operation", "member", "principal"),
    [
        ("guardduty:EnableOrganizationAdminAccount", "AdminAccountId", "guardduty"),
        ("securityhub:EnableOrganizationAdminAccount", "AdminAccountId", "securityhub"),
        ("inspector2:EnableDelegatedAdminAccount", "delegatedAdminAccountId", "inspector2"),
        ("macie2:EnableOrganizationAdminAccount", "adminAccountId", "macie"),
        ("detective:EnableOrganizationAdminAccount", "AccountId", "detective"),
        ("fms:AssociateAdminAccount", "AdminAccount", "fms"),
    ],
)
def test_delegation_registers_the_account_for_the_service(
    client: Callable[..., Any],
    needs_in: NeedsIn,
    operation: str,
    member: str,
    principal: str,
) -> None:
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    made = organizations.create_account(AccountName="audit", Email="audit@example.com")
    account = made["CreateAccountStatus"]["AccountId"]
    found = needs_in(*operation.split(":"), **{member: account})
    (need,) = (n for n in found if n.action == "organizations:RegisterDelegatedAdministrator")
    assert need.resource.endswith(f"/{account}")
    assert need.keys == {"organizations:ServicePrincipal": f"{principal}.amazonaws.com"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from/a/b", ("s3:GetObject", "arn:aws:s3:::from/a/b")),
        ("/from/a%20b", ("s3:GetObject", "arn:aws:s3:::from/a b")),
        ("from/a?versionId=1", ("s3:GetObjectVersion", "arn:aws:s3:::from/a")),
        ({"Bucket": "from", "Key": "a"}, ("s3:GetObject", "arn:aws:s3:::from/a")),
    ],
)
def test_a_copy_reads_its_source(source: Any, expected: tuple[str, str]) -> None:
    for operation in ("CopyObject", "UploadPartCopy"):
        assert further("s3", operation, Bucket="to", Key="k", CopySource=source) == [expected]


def test_tags_on_what_ec2_makes_are_asked_for_by_type() -> None:
    tags = [{"Key": "team", "Value": "a"}]
    parts = [{"ResourceType": kind, "Tags": tags} for kind in ("instance", "snapshot")]
    found = list(find_further_needs(make_call("ec2", "RunInstances", TagSpecifications=parts)))
    assert [(need.action, need.resource) for need in found] == [
        ("ec2:CreateTags", f"arn:aws:ec2:us-east-1:{ACCOUNT}:instance/*"),
        ("ec2:CreateTags", "arn:aws:ec2:us-east-1::snapshot/*"),
    ]
    assert found[0].keys == {
        "ec2:CreateAction": "RunInstances",
        "aws:RequestTag/team": "a",
        "aws:TagKeys": ["team"],
    }
    assert further("ec2", "RunInstances", TagSpecifications=[{"ResourceType": "instance"}]) == []


def test_an_endpoint_with_private_dns_is_associated_with_a_zone() -> None:
    named = {"VpcId": "vpc-1", "ServiceName": "com.amazonaws.us-east-1.ssm"}
    assert further("ec2", "CreateVpcEndpoint", **named, PrivateDnsEnabled=False) == []
    assert further("ec2", "CreateVpcEndpoint", **named, PrivateDnsEnabled=True) == [
        ("route53:AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/*")
    ]

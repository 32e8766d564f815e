"""GovCloud and China: names, Regions and services of their own."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ringwall.emulator
from ringwall.emulator.app import Emulator
from ringwall.jobs.authority import ReasonedAuthority

OWN = "123456789012"
PACKAGE = Path(ringwall.emulator.__file__).parent
Make = Callable[..., Any]


@pytest.fixture(scope="module", params=[("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")])
def place(request: pytest.FixtureRequest) -> tuple[str, str]:
    found: tuple[str, str] = request.param
    return found


@pytest.fixture(scope="module")
def at(place: tuple[str, str], entrance: Any) -> Make:
    app = Emulator(partition=place[0], authority=ReasonedAuthority())

    def make(service: str, region: str = "") -> Any:
        session = entrance.session(app)
        return session.create_client(service, region_name=region or place[1])

    return make


def test_everything_is_called_by_its_partition(at: Make, place: tuple[str, str]) -> None:
    partition, region = place
    principal = {"AWS": f"arn:{partition}:iam::{OWN}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = at("iam").create_role(RoleName="r", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    assumed = at("sts").assume_role(RoleArn=role, RoleSessionName="test")["AssumedRoleUser"]
    organization = at("organizations").create_organization(FeatureSet="ALL")["Organization"]
    standard = at("securityhub").describe_standards()["Standards"][0]["StandardsArn"]
    arns = [
        at("sts").get_caller_identity()["Arn"],
        role,
        assumed["Arn"],
        organization["Arn"],
        at("kms").create_key()["KeyMetadata"]["Arn"],
        standard,
    ]
    assert {arn.split(":")[1] for arn in arns} == {partition}
    assert arns[4].split(":")[3] == region


def test_a_new_account_can_be_entered(at: Make, place: tuple[str, str]) -> None:
    made = at("organizations").create_account(AccountName="dev", Email="dev@example.com")
    account = made["CreateAccountStatus"]["AccountId"]
    role = f"arn:{place[0]}:iam::{account}:role/OrganizationAccountAccessRole"
    assert at("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]


def test_policies_of_aws_are_those_of_the_partition(at: Make, place: tuple[str, str]) -> None:
    arn = f"arn:{place[0]}:iam::aws:policy/SecurityAudit"
    at("iam").create_user(UserName="u")
    at("iam").attach_user_policy(UserName="u", PolicyArn=arn)
    (found,) = at("iam").list_attached_user_policies(UserName="u")["AttachedPolicies"]
    assert found["PolicyArn"] == arn


def test_regions_are_its_own(at: Make, place: tuple[str, str], refusal: Any) -> None:
    found = {region["RegionName"] for region in at("ec2").describe_regions()["Regions"]}
    assert len(found) == 2
    assert place[1] in found
    assert refusal(at("ec2", "us-east-1").describe_vpcs)[0] == "AuthFailure"
    assert refusal(at("sqs", "us-east-1").list_queues)[0] == "UnrecognizedClientException"


def test_services_that_it_lacks_have_no_endpoint(at: Make, refusal: Any) -> None:
    assert refusal(at("macie2").enable_macie)[0] == "UnknownEndpoint"


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1"])
def test_other_partitions_are_unknown_to_aws(client: Any, refusal: Any, region: str) -> None:
    assert refusal(client("ec2", "", region).describe_vpcs)[0] == "AuthFailure"


def test_no_arn_is_written_with_a_partition() -> None:
    # Acme is an organization in `aws`, and what is loaded of AWS's policies is rewritten.
    files = [f for f in PACKAGE.rglob("*.py") if "acme" not in f.relative_to(PACKAGE).parts]
    found = [
        f"{file.relative_to(PACKAGE)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if re.search(r"arn:aws(-cn|-us-gov)?:[^\"]", line)
    ]
    assert found == []


def test_role_of_a_service_is_of_the_partition(at: Make, place: tuple[str, str]) -> None:
    iam = at("iam")
    iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    role = iam.get_role(RoleName="AWSServiceRoleForConfig")["Role"]["Arn"]
    (policy,) = iam.list_attached_role_policies(RoleName="AWSServiceRoleForConfig")[
        "AttachedPolicies"
    ]
    assert {role.split(":")[1], policy["PolicyArn"].split(":")[1]} == {place[0]}


def test_a_partition_that_is_not_emulated_is_named() -> None:
    with pytest.raises(ValueError, match="no partition is called aws-xx: aws, aws-cn, aws-us-gov"):
        Emulator(partition="aws-xx")

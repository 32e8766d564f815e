import json
from typing import Any

from ringwall.emulator.acme.build import build
from ringwall.emulator.acme.organization import REGIONS, Acme
from ringwall.emulator.app import Emulator
from ringwall.jobs.authority import ReasonedAuthority


def test_seven_accounts_stand_in_their_units(at_acme: Any, acme: Acme) -> None:
    organizations = at_acme("organizations")
    found = {a["Name"]: a["Id"] for a in organizations.list_accounts()["Accounts"]}
    assert found == dict(acme.accounts)
    (root,) = organizations.list_roots()["Roots"]

    def children(parent: str) -> dict[str, str]:
        units = organizations.list_organizational_units_for_parent(ParentId=parent)
        return {u["Name"]: u["Id"] for u in units["OrganizationalUnits"]}

    def members(parent: str) -> set[str]:
        listed = organizations.list_accounts_for_parent(ParentId=parent)["Accounts"]
        return {account["Name"] for account in listed}

    units = children(root["Id"])
    workloads = children(units["Workloads"])
    assert members(root["Id"]) == {"management"}
    assert members(units["Security"]) == {"security", "log-archive"}
    assert members(units["Infrastructure"]) == {"network"}
    assert members(workloads["Prod"]) == {"prod"}
    assert members(workloads["NonProd"]) == {"staging", "dev"}


def test_only_its_regions_are_enabled(at_acme: Any, acme: Acme) -> None:
    for account in acme.accounts:
        regions = at_acme("ec2", account).describe_regions()["Regions"]
        assert {r["RegionName"] for r in regions} == set(REGIONS)


def test_crown_jewels_are_tagged(at_acme: Any, acme: Acme) -> None:
    bucket, database = acme.crown_jewels
    name = bucket.rpartition(":")[2]
    tags = at_acme("s3", "prod").get_bucket_tagging(Bucket=name)["TagSet"]
    assert {"Key": "crown-jewel", "Value": "true"} in tags
    found = at_acme("rds", "prod").list_tags_for_resource(ResourceName=database)["TagList"]
    assert {"Key": "crown-jewel", "Value": "true"} in found


def test_one_default_vpc_was_forgotten(at_acme: Any, acme: Acme) -> None:
    left = [
        (account, region)
        for account in acme.accounts
        for region in REGIONS
        for vpc in at_acme("ec2", account, region).describe_vpcs()["Vpcs"]
        if vpc["IsDefault"]
    ]
    assert left == [("dev", "eu-central-1")]


def test_forgotten_vpc_reaches_the_internet_as_on_aws(at_acme: Any) -> None:
    ec2 = at_acme("ec2", "dev", "eu-central-1")
    (table,) = ec2.describe_route_tables()["RouteTables"]
    outside = [r for r in table["Routes"] if r.get("DestinationCidrBlock") == "0.0.0.0/0"]
    (gateway,) = ec2.describe_internet_gateways()["InternetGateways"]
    assert [r["GatewayId"] for r in outside] == [gateway["InternetGatewayId"]]


def test_public_and_private_subnets_are_routed_apart(at_acme: Any) -> None:
    ec2 = at_acme("ec2", "prod")
    tables = {
        next(t["Value"] for t in table["Tags"] if t["Key"] == "Name"): table["Routes"]
        for table in ec2.describe_route_tables()["RouteTables"]
        if table["Tags"]
    }
    assert any(r.get("GatewayId", "").startswith("igw-") for r in tables["prod-shop-public"])
    assert any(r.get("NatGatewayId") for r in tables["prod-shop-private"])


def test_escalation_chains_are_laid(at_acme: Any, acme: Acme) -> None:
    dev, staging = at_acme("iam", "dev"), at_acme("iam", "staging")
    policy = f"arn:aws:iam::{acme.accounts['dev']}:policy/lambda-developer"
    version = dev.get_policy_version(PolicyArn=policy, VersionId="v1")["PolicyVersion"]
    actions = {a for s in version["Document"]["Statement"] for a in s["Action"]}
    assert {"iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"} == actions
    trust = staging.get_role(RoleName="deployer")["Role"]["AssumeRolePolicyDocument"]
    runner = f"arn:aws:iam::{acme.accounts['dev']}:role/ci-runner"
    assert trust["Statement"][0]["Principal"] == {"AWS": runner}
    final = at_acme("iam", "prod").get_role(RoleName="prod-deployer")["Role"]
    deployer = f"arn:aws:iam::{acme.accounts['staging']}:role/deployer"
    assert final["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"AWS": deployer}


def test_second_copy_is_like_the_first_and_leaves_no_trace(acme: Acme) -> None:
    app = Emulator(authority=ReasonedAuthority())
    assert build(app) == acme
    assert app.guesses == []
    assert not app.trail
    assert not app.calls


def test_what_is_shared_is_open_or_only_looks_so(at_acme: Any, acme: Acme) -> None:
    secrets = {
        account: at_acme("secretsmanager", account).get_resource_policy(SecretId=name)
        for account, name in (("dev", "demo/api-key"), ("prod", "orders/db"))
    }
    (outside,) = json.loads(secrets["dev"]["ResourcePolicy"])["Statement"]
    assert outside["Principal"] == {"AWS": "arn:aws:iam::999988887777:root"}
    assert "999988887777" not in acme.accounts.values()
    (inside,) = json.loads(secrets["prod"]["ResourcePolicy"])["Statement"]
    ours = {"StringEquals": {"aws:PrincipalOrgID": acme.organization_id}}
    assert (inside["Principal"], inside["Condition"]) == ("*", ours)
    images = at_acme("ecr", "prod").get_repository_policy(repositoryName="shop")["policyText"]
    assert json.loads(images)["Statement"][0]["Condition"] == ours


def test_topics_are_open_or_only_look_so(at_acme: Any, acme: Acme) -> None:
    found = {}
    for account, region, name in (
        ("staging", "eu-west-1", "partner-feed"),
        ("dev", "us-east-1", "demo-news"),
    ):
        arn = f"arn:aws:sns:{region}:{acme.accounts[account]}:{name}"
        topic = at_acme("sns", account, region).get_topic_attributes(TopicArn=arn)["Attributes"]
        (found[name],) = json.loads(topic["Policy"])["Statement"]
    assert {s["Principal"]["AWS"] for s in found.values()} == {"*"}
    assert found["partner-feed"]["Condition"] == {
        "StringEquals": {"aws:SourceAccount": acme.accounts["staging"]}
    }
    assert (found["demo-news"]["Action"], found["demo-news"].get("Condition")) == (
        ["sns:Subscribe"],
        None,
    )


def test_one_function_trusts_s3_whoever_asks(at_acme: Any, acme: Acme) -> None:
    conditions = {}
    for account, region, name in (
        ("staging", "eu-west-1", "webhook"),
        ("prod", "us-east-1", "orders-export"),
    ):
        policy = at_acme("lambda", account, region).get_policy(FunctionName=name)["Policy"]
        (statement,) = json.loads(policy)["Statement"]
        assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
        conditions[name] = statement.get("Condition", {})
    own = {"StringEquals": {"AWS:SourceAccount": acme.accounts["prod"]}}
    assert conditions == {"webhook": {}, "orders-export": own}
    role = at_acme("iam", "staging").get_role_policy(RoleName="webhook", PolicyName="webhook")
    (allowed,) = role["PolicyDocument"]["Statement"]
    assert {action.partition(":")[0] for action in allowed["Action"]} == {"logs"}

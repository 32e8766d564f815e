"""The runbooks that are delivered: each is run, by a role with what its section grants."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from blueprint_world import columns_of, want

from ringwall.catalog.ec2.sections.quarantine import GROUP
from ringwall.catalog.ssm.runbook_files import read_runbook
from ringwall.model.blueprint.response import RunbookName

Client = Callable[..., Any]
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ssm.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
BLUEPRINT = """
blueprint: acme
home_region: us-east-1
accounts:
  email: aws+{account}@acme.io
  security: management
  log_archive: management
  accounts: {management: {id: "%s"}}
response: {runbooks: {enabled: true, names: [%s]}}
"""
Run = Callable[..., Any]
PLAYED = Path(__file__).parents[2] / "responses"
"""Where runbooks are compared with the playbooks that do the same."""


@pytest.fixture
def run(runbooks: Any, client: Client) -> Run:
    """Return a function that runs a runbook of the catalog to its end."""

    def run(name: RunbookName, **given: str) -> Any:
        account = client("sts").get_caller_identity()["Account"]
        policies = columns_of(want(BLUEPRINT % (account, name), "response."), "iam_role_policy")
        (policy,) = (
            row["policy_document"] for key, row in policies.items() if "ExecutionRole/" in key
        )
        iam = client("iam")
        role = iam.create_role(RoleName="run", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
        iam.put_role_policy(RoleName="run", PolicyName="p", PolicyDocument=json.dumps(policy))
        content = dict(read_runbook(name))
        runbooks.create(name, content.pop("mainSteps"), **content)
        values = {key: [value] for key, value in given.items()}
        values["AutomationAssumeRole"] = [role["Arn"]]
        return runbooks.wait(runbooks.start(name, Parameters=values))

    return run


def tell(run: Any) -> list[tuple[str, str]]:
    """Return what became of the steps that did not succeed."""
    return [
        (step["StepName"], step.get("FailureMessage", ""))
        for step in run["StepExecutions"]
        if step["StepStatus"] not in {"Success", "Pending"}  # not every step is run
    ]


def test_each_is_run_somewhere() -> None:
    tested = {name for name in globals() if name.startswith("test_runbook_")}
    beside_playbooks = "".join(
        path.read_text(encoding="utf-8") for path in PLAYED.glob("test_runbook_*.py")
    )
    missing = [
        name
        for name in get_args(RunbookName)
        if f"test_runbook_{name.replace('-', '_')}" not in tested
        and f'"{name}"' not in beside_playbooks
    ]
    assert missing == []


@pytest.fixture
def group(client: Client) -> str:
    ec2 = client("ec2")
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    made = ec2.create_security_group(GroupName=GROUP, Description="q", VpcId=vpc["VpcId"])
    return str(made["GroupId"])


def test_runbook_isolate_instance(run: Run, client: Client, instance: str, group: str) -> None:
    ec2 = client("ec2")
    (subnet, *_) = ec2.describe_subnets()["Subnets"]
    second = ec2.create_network_interface(SubnetId=subnet["SubnetId"])["NetworkInterface"]
    ec2.attach_network_interface(
        NetworkInterfaceId=second["NetworkInterfaceId"], InstanceId=instance, DeviceIndex=1
    )
    given = {"InstanceId": instance, "QuarantineGroupId": group, "CaseId": "c-1"}
    assert tell(run("isolate-instance", **given)) == []
    mine = [{"Name": "attachment.instance-id", "Values": [instance]}]
    interfaces = ec2.describe_network_interfaces(Filters=mine)["NetworkInterfaces"]
    assert [[g["GroupId"] for g in each["Groups"]] for each in interfaces] == [[group]] * 2
    kept = ec2.describe_instance_attribute(InstanceId=instance, Attribute="disableApiTermination")
    assert kept["DisableApiTermination"]["Value"] is True


def test_no_other_group_isolates_an_instance(run: Run, client: Client, instance: str) -> None:
    """Who may start the runbook cannot give an instance the group that opens it."""
    ec2 = client("ec2")
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    opened = ec2.create_security_group(GroupName="open", Description="o", VpcId=vpc["VpcId"])
    given = {"InstanceId": instance, "QuarantineGroupId": opened["GroupId"], "CaseId": "c-1"}
    assert tell(run("isolate-instance", **given))[0][0] == "checkName"
    mine = [{"Name": "attachment.instance-id", "Values": [instance]}]
    (interface,) = ec2.describe_network_interfaces(Filters=mine)["NetworkInterfaces"]
    assert [group["GroupName"] for group in interface["Groups"]] != ["open"]


def test_runbook_snapshot_volumes(run: Run, client: Client, instance: str) -> None:
    assert tell(run("snapshot-volumes", InstanceId=instance, CaseId="c-1")) == []
    found = client("ec2").describe_snapshots(
        Filters=[{"Name": "tag:ringwall:case", "Values": ["c-1"]}]
    )
    assert len(found["Snapshots"]) == 1


def test_runbook_revoke_role_sessions(run: Run, client: Client) -> None:
    iam = client("iam")
    iam.create_role(RoleName="taken", AssumeRolePolicyDocument=json.dumps(TRUST))
    given = {"RoleName": "taken", "IssuedBefore": "2030-01-31T12:00:00Z"}
    assert tell(run("revoke-role-sessions", **given)) == []
    (name,) = iam.list_role_policies(RoleName="taken")["PolicyNames"]
    (statement,) = iam.get_role_policy(RoleName="taken", PolicyName=name)["PolicyDocument"][
        "Statement"
    ]
    assert statement["Condition"] == {
        "DateLessThan": {"aws:TokenIssueTime": "2030-01-31T12:00:00Z"}
    }


def test_runbook_disable_access_key(run: Run, client: Client) -> None:
    iam = client("iam")
    iam.create_user(UserName="leaver")
    key = iam.create_access_key(UserName="leaver")["AccessKey"]["AccessKeyId"]
    assert tell(run("disable-access-key", UserName="leaver", AccessKeyId=key)) == []
    (found,) = iam.list_access_keys(UserName="leaver")["AccessKeyMetadata"]
    assert found["Status"] == "Inactive"


def test_runbook_block_bucket(run: Run, client: Client) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="opened")
    s3.delete_public_access_block(Bucket="opened")
    assert tell(run("block-bucket", BucketName="opened")) == []
    blocked = s3.get_public_access_block(Bucket="opened")["PublicAccessBlockConfiguration"]
    assert all(blocked.values())

"""The flow logs and the networks that a blueprint wants."""

from typing import Any

from blueprint_world import tell_bad_steps, tell_differences
from wanted_detection import WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

VPC = "vpc-0123456789abcdef0"
VPCS = f"vpcs: [{{account: shop, region: us-east-1, vpc_id: {VPC}}}]"


def test_a_vpc_that_is_named_has_a_flow_log() -> None:
    wanted = WantedDetection(f"flow_logs: {{{VPCS}}}", rest="level: strict\n")
    assert wanted.columns("ec2_flow_log") == {
        f"shop us-east-1 {VPC}": {
            "logged_resource_id": VPC,
            "log_destination": Ref(
                RowKey("log-archive", "eu-west-1", "s3_bucket", "flow-logs"), "arn"
            ),
            "log_destination_type": "s3",
            "traffic_type": "ALL",
            "max_aggregation_interval": 60,
        }
    }


def test_without_flow_logs_nothing_is_logged() -> None:
    assert WantedDetection(f"flow_logs: {{enabled: false, {VPCS}}}").names("ec2_flow_log") == []


NETWORK = """
    blueprint: firm
    home_region: eu-west-1
    accounts: {security: management, log_archive: management}
    infrastructure:
      network: {enabled: true, accounts: [management], zones: 1}
"""


def test_settings_that_come_with_a_network_are_found_and_set(organization_world: Any) -> None:
    """Their ids are known only right before they are written."""
    sections = ("accounts.management", "infrastructure.network")
    plan = organization_world.plan(NETWORK, *sections)
    tables = {change.resource.partition("/")[0] for change in plan.changes}
    assert {"ec2_default_security_group", "ec2_subnet_network_acl_association"} <= tables
    report = organization_world.apply(plan)
    assert tell_bad_steps(report) == []
    assert tell_differences(organization_world.plan(NETWORK, *sections)) == []
    assert tell_bad_steps(organization_world.undo(report.run.id)) == []


def test_an_undo_opens_no_network_that_something_runs_in(organization_world: Any) -> None:
    """The network stays with what uses it, and its default group and ACL stay closed."""
    sections = ("accounts.management", "infrastructure.network")
    report = organization_world.apply(organization_world.plan(NETWORK, *sections))
    ec2 = organization_world.client("ec2")
    (subnet, *_) = (s for s in ec2.describe_subnets()["Subnets"] if not s["DefaultForAz"])
    ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1, SubnetId=subnet["SubnetId"])
    assert tell_bad_steps(organization_world.undo(report.run.id)) != []
    inside = [{"Name": "vpc-id", "Values": [subnet["VpcId"]]}]
    acls = ec2.describe_network_acls(Filters=[*inside, {"Name": "default", "Values": ["true"]}])
    (acl,) = acls["NetworkAcls"]
    assert {entry["RuleAction"] for entry in acl["Entries"]} == {"deny"}
    named = [*inside, {"Name": "group-name", "Values": ["default"]}]
    (group,) = ec2.describe_security_groups(Filters=named)["SecurityGroups"]
    assert (group["IpPermissions"], group["IpPermissionsEgress"]) == ([], [])

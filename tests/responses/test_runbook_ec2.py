"""Runbooks for EC2 end where the playbooks do, on the same beginning."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from response_world import CASE, REGION, ResponseWorld
from runbook_world import RunbookWorld, tell_failures
from suspect_instance import SuspectEstate, build_suspect

FOREIGN = "210987654321"
DAY_AFTER = f"{(datetime.now(UTC) + timedelta(days=2)).date().isoformat()}T00:00:00Z"


@pytest.fixture
def estate(response_world: ResponseWorld) -> SuspectEstate:
    made = build_suspect(response_world)
    ec2 = response_world.client("ec2")
    for vpc in ec2.describe_vpcs()["Vpcs"]:
        group = ec2.create_security_group(
            GroupName="ringwall-quarantine", Description="q", VpcId=vpc["VpcId"]
        )["GroupId"]
        everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=everything)
    return made


def find_quarantine(estate: SuspectEstate) -> str:
    asked = [
        {"Name": "group-name", "Values": ["ringwall-quarantine"]},
        {"Name": "vpc-id", "Values": [estate.facts["vpc"]]},
    ]
    found = estate.world.client("ec2").describe_security_groups(Filters=asked)["SecurityGroups"]
    return str(found[0]["GroupId"])


def look_at_suspect(estate: SuspectEstate) -> dict[str, Any]:
    """Return what an isolation changes: its snapshots, and the policy that revokes, too."""
    ec2, iam = estate.world.client("ec2"), estate.world.client("iam")
    asked = [{"Name": "tag:ringwall:case", "Values": [CASE]}]
    snapshots = ec2.describe_snapshots(Filters=asked, OwnerIds=["self"])["Snapshots"]
    tags = ec2.describe_tags(Filters=[{"Name": "key", "Values": ["ringwall:case"]}])["Tags"]
    seen = estate.look()
    del seen["targets"]  # the runbook is told of one group; the playbook finds all of them
    return {
        **seen,
        "snapshots": sorted(one["VolumeId"] for one in snapshots),
        "tagged": sorted(one["ResourceId"] for one in tags if one["ResourceType"] != "snapshot"),
        "denied": [
            iam.get_role_policy(RoleName="app", PolicyName=name)["PolicyDocument"]
            for name in seen["policies"]
        ],
    }


def give_all(estate: SuspectEstate) -> dict[str, Any]:
    return {
        "InstanceId": estate.instance,
        "QuarantineGroupId": find_quarantine(estate),
        "CaseId": CASE,
        "TargetGroupArns": [estate.facts["targets"]],
        "ClassicLoadBalancerNames": ["old"],
        "RoleName": "app",
        "IssuedBefore": DAY_AFTER,
    }


def test_an_instance_is_isolated(runbook_world: RunbookWorld, estate: SuspectEstate) -> None:
    found = runbook_world.compare(
        "ec2.isolate_instance",
        estate.threat(),
        "isolate-instance",
        give_all(estate),
        lambda: look_at_suspect(estate),
    )
    assert found["AutomationExecutionStatus"] == "Success"
    assert found["Outputs"]["findGroup.Names"] == ["web"]


def test_an_instance_is_isolated_without_snapshots(
    runbook_world: RunbookWorld, estate: SuspectEstate
) -> None:
    runbook_world.compare(
        "ec2.isolate_instance",
        estate.threat(),
        "isolate-instance",
        {**give_all(estate), "TakeSnapshots": False},
        lambda: look_at_suspect(estate),
        unasked=frozenset({"ec2:CreateSnapshots"}),
        snapshots="no",
    )


def test_what_does_not_contain_costs_no_containment(
    runbook_world: RunbookWorld, estate: SuspectEstate
) -> None:
    given = {**give_all(estate), "RoleName": "gone", "ClassicLoadBalancerNames": ["gone"]}
    found = runbook_world.run("isolate-instance", **given)
    assert found["AutomationExecutionStatus"] == "Failed"
    assert [name for name, _ in tell_failures(found)] == ["leaveBalancer", "revokeSessions"]
    seen = look_at_suspect(estate)
    assert all(groups == ["ringwall-quarantine"] for groups in seen["groups"].values())
    assert (seen["is_member"], seen["profile"], len(seen["snapshots"])) == (False, "", 2)


@pytest.fixture
def group(runbook_world: RunbookWorld) -> dict[str, Any]:
    """Return the id of a group, and of the rules that let everyone in and out by a port."""
    ec2 = runbook_world.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)["GroupId"]
    found: dict[str, Any] = {"id": made}
    for port, block, name in ((22, "198.51.100.0/24", "office"), (3389, "0.0.0.0/0", "open")):
        rule = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port}
        answer = ec2.authorize_security_group_ingress(
            GroupId=made, IpPermissions=[{**rule, "IpRanges": [{"CidrIp": block}]}]
        )
        found[name] = answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    return found


def look_at_rules(world: RunbookWorld, group: str) -> list[str]:
    asked = [{"Name": "group-id", "Values": [group]}]
    found = world.client("ec2").describe_security_group_rules(Filters=asked)
    return sorted(one["SecurityGroupRuleId"] for one in found["SecurityGroupRules"])


def test_a_group_is_closed(runbook_world: RunbookWorld, group: dict[str, Any]) -> None:
    arn = f"arn:aws:ec2:{REGION}:{runbook_world.world.account_id}:security-group/{group['id']}"
    found = runbook_world.compare(
        "ec2.close_opened_group",
        runbook_world.world.threat("security_group", arn),
        "close-opened-group",
        {"GroupId": group["id"], "RuleIds": [group["open"]]},
        lambda: look_at_rules(runbook_world, group["id"]),
        unasked=frozenset({"ec2:RevokeSecurityGroupEgress"}),
    )
    assert '"FromPort": 3389' in found["Outputs"]["describeRules.Rules"][0]
    assert group["office"] in found["Outputs"]["readGroup.Left"]


def test_rules_that_let_out_are_taken_away(
    runbook_world: RunbookWorld, group: dict[str, Any]
) -> None:
    ec2, own = runbook_world.client("ec2"), group["id"]
    asked = [{"Name": "group-id", "Values": [own]}]
    rules = ec2.describe_security_group_rules(Filters=asked)["SecurityGroupRules"]
    out = [one["SecurityGroupRuleId"] for one in rules if one["IsEgress"]]
    given = {"GroupId": own, "RuleIds": out, "Direction": "egress"}
    assert tell_failures(runbook_world.run("close-opened-group", **given)) == []
    assert look_at_rules(runbook_world, own) == sorted([group["office"], group["open"]])


def test_rules_of_another_group_stay(runbook_world: RunbookWorld, group: dict[str, Any]) -> None:
    ec2 = runbook_world.client("ec2")
    (vpc, *_) = ec2.describe_vpcs()["Vpcs"]
    other = ec2.create_security_group(GroupName="b", Description="b", VpcId=vpc["VpcId"])
    given = {"GroupId": other["GroupId"], "RuleIds": [group["open"]]}
    found = runbook_world.run("close-opened-group", **given)
    assert [name for name, _ in tell_failures(found)] == ["checkRules"]
    assert group["open"] in look_at_rules(runbook_world, group["id"])


@pytest.fixture
def snapshot(runbook_world: RunbookWorld) -> str:
    ec2 = runbook_world.client("ec2")
    volume = ec2.create_volume(Size=1, AvailabilityZone=f"{REGION}a")["VolumeId"]
    made = str(ec2.create_snapshot(VolumeId=volume)["SnapshotId"])
    ec2.modify_snapshot_attribute(
        SnapshotId=made,
        Attribute="createVolumePermission",
        CreateVolumePermission={"Add": [{"Group": "all"}, {"UserId": FOREIGN}]},
    )
    return made


def look_at_snapshot(world: RunbookWorld, snapshot: str) -> Any:
    return world.client("ec2").describe_snapshot_attribute(
        SnapshotId=snapshot, Attribute="createVolumePermission"
    )["CreateVolumePermissions"]


def test_a_snapshot_is_taken_back(runbook_world: RunbookWorld, snapshot: str) -> None:
    arn = f"arn:aws:ec2:{REGION}:{runbook_world.world.account_id}:snapshot/{snapshot}"
    found = runbook_world.compare(
        "ec2.unshare_copies",
        runbook_world.world.threat("snapshot", arn),
        "unshare-snapshot",
        {"SnapshotId": snapshot, "AccountIds": [FOREIGN]},
        lambda: look_at_snapshot(runbook_world, snapshot),
        keep="none",
    )
    assert found["Outputs"]["describeSharing.AccountIds"] == [FOREIGN]
    assert look_at_snapshot(runbook_world, snapshot) == []


DATABASE_SNAPSHOTS = {
    "instance": ("db_snapshot", "DBSnapshot", "snapshot"),
    "cluster": ("db_cluster_snapshot", "DBClusterSnapshot", "cluster-snapshot"),
}


def share_database_snapshot(world: RunbookWorld, kind: str) -> None:
    """Make a snapshot `before` of a database, and let everyone and a stranger restore it."""
    rds, of_cluster = world.client("rds"), kind == "cluster"
    noun, name, _ = DATABASE_SNAPSHOTS[kind]
    user = {"MasterUsername": "admin", "MasterUserPassword": "not-a-secret"}
    if of_cluster:
        rds.create_db_cluster(DBClusterIdentifier="orders", Engine="aurora-mysql", **user)
    else:
        rds.create_db_instance(
            DBInstanceIdentifier="orders",
            DBInstanceClass="db.t3.micro",
            Engine="postgres",
            AllocatedStorage=20,
            **user,
        )
    source = "DBClusterIdentifier" if of_cluster else "DBInstanceIdentifier"
    which = {f"{name}Identifier": "before"}
    getattr(rds, f"create_{noun}")(**which, **{source: "orders"})
    added = {"AttributeName": "restore", "ValuesToAdd": ["all", FOREIGN]}
    getattr(rds, f"modify_{noun}_attribute")(**which, **added)


def look_at_database_snapshot(world: RunbookWorld, kind: str) -> Any:
    noun, name, _ = DATABASE_SNAPSHOTS[kind]
    which = {f"{name}Identifier": "before"}
    found = getattr(world.client("rds"), f"describe_{noun}_attributes")(**which)
    attributes = found[f"{name}AttributesResult"][f"{name}Attributes"]
    return sorted(value for one in attributes for value in one["AttributeValues"])


@pytest.mark.parametrize("kind", DATABASE_SNAPSHOTS)
def test_a_snapshot_of_a_database_is_taken_back(runbook_world: RunbookWorld, kind: str) -> None:
    share_database_snapshot(runbook_world, kind)
    resource = f"{DATABASE_SNAPSHOTS[kind][2]}:before"
    arn = f"arn:aws:rds:{REGION}:{runbook_world.world.account_id}:{resource}"
    other = {"instance": "Cluster", "cluster": ""}[kind]
    found = runbook_world.compare(
        "ec2.unshare_copies",
        runbook_world.world.threat("snapshot", arn),
        "unshare-database-snapshot",
        {"SnapshotName": "before", "Kind": kind, "AccountIds": ["all", FOREIGN]},
        lambda: look_at_database_snapshot(runbook_world, kind),
        unasked=frozenset(
            (f"rds:DescribeDB{other}SnapshotAttributes", f"rds:ModifyDB{other}SnapshotAttribute")
        ),
        keep="none",
    )
    described = f"describe{kind.title()}.AccountIds"
    assert sorted(found["Outputs"][described]) == [FOREIGN, "all"]
    assert look_at_database_snapshot(runbook_world, kind) == []


def test_an_image_is_taken_back(runbook_world: RunbookWorld, estate: SuspectEstate) -> None:
    ec2 = runbook_world.client("ec2")
    image = ec2.create_image(InstanceId=estate.instance, Name="golden", NoReboot=True)["ImageId"]
    added = [{"Group": "all"}, {"UserId": FOREIGN}]
    ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Add": added})
    arn = f"arn:aws:ec2:{REGION}:{runbook_world.world.account_id}:image/{image}"

    def look() -> Any:
        found = ec2.describe_image_attribute(ImageId=image, Attribute="launchPermission")
        return found["LaunchPermissions"]

    runbook_world.compare(
        "ec2.unshare_copies",
        runbook_world.world.threat("image", arn),
        "unshare-image",
        {"ImageId": image, "AccountIds": [FOREIGN]},
        look,
        keep="none",
    )
    assert look() == []

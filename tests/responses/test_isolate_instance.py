"""Isolating an instance: cut off and without credentials, its traces kept, and undone."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from policy_texts import allow, write
from response_world import CASE, REGION, ResponseWorld, list_operations
from suspect_extras import make_vault, prepare_memory
from suspect_instance import SuspectEstate, build_suspect

PLAYBOOK = "ec2.isolate_instance"
ATTACKER = "203.0.114.9"


@pytest.fixture
def estate(response_world: ResponseWorld) -> SuspectEstate:
    return build_suspect(response_world)


def find_quarantine(estate: SuspectEstate) -> Any:
    asked = [{"Name": "group-name", "Values": ["ringwall-quarantine"]}]
    found = estate.world.client("ec2").describe_security_groups(Filters=asked)["SecurityGroups"]
    assert len(found) == 1
    return found[0]


def test_an_instance_is_isolated_and_comes_back(estate: SuspectEstate) -> None:
    world = estate.world
    before = estate.look()
    assert before["is_member"]
    assert before["targets"] == ["by-instance:8080", "by-ip:8080", "web:80"]
    assert before["classic"] == [estate.instance]
    report = world.respond(PLAYBOOK, estate.threat())
    after, quarantine = estate.look(), find_quarantine(estate)
    assert quarantine["IpPermissions"] == quarantine["IpPermissionsEgress"] == []
    assert len(after["groups"]) == 2
    assert all(groups == ["ringwall-quarantine"] for groups in after["groups"].values())
    assert after["flags"] == [True, True, "stop"]
    assert [each["Ebs"]["DeleteOnTermination"] for each in after["disks"]] == [False, False]
    assert f"ringwall:case={CASE}" in after["tags"]
    assert (after["is_member"], after["targets"], after["classic"]) == (False, [], [])
    assert after["sizes"] == before["sizes"]
    assert after["members"] == before["members"]
    assert after["profile"] == ""
    assert after["address"] == [("", None)]
    assert len(find_snapshots(world.client("ec2"))) == 2
    assert world.plan(PLAYBOOK, estate.threat()).changes == ()
    world.undo(report.run.id)
    assert estate.look() == before


def find_snapshots(client: Any) -> list[Any]:
    asked = [{"Name": "tag:ringwall:case", "Values": [CASE]}]
    found: list[Any] = client.describe_snapshots(Filters=asked, OwnerIds=["self"])["Snapshots"]
    return found


def test_a_group_with_more_than_it_must_have_keeps_its_sizes(
    response_world: ResponseWorld,
) -> None:
    estate = build_suspect(response_world, desired=3, least=1)
    before = estate.look()
    report = response_world.respond(PLAYBOOK, estate.threat())
    after = estate.look()
    assert (after["sizes"], after["members"]) == (before["sizes"], 3)
    assert not after["is_member"]
    response_world.undo(report.run.id)
    assert estate.look() == before


def enter_as(estate: SuspectEstate, session: str) -> Any:
    """Return a client with credentials of the role, as an instance of that id has them."""
    world = estate.world
    role = f"arn:aws:iam::{world.account_id}:role/app"
    keys = world.client("sts").assume_role(RoleArn=role, RoleSessionName=session)["Credentials"]
    return world.world.team.create_client(
        "ec2",
        region_name=REGION,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def test_stolen_credentials_of_this_instance_alone_are_refused(estate: SuspectEstate) -> None:
    iam = estate.world.client("iam")
    who = {"Service": "ec2.amazonaws.com", "AWS": estate.world.account_id}
    trust = {"Effect": "Allow", "Principal": who, "Action": "sts:AssumeRole"}
    iam.update_assume_role_policy(RoleName="app", PolicyDocument=write(trust))
    use = write(allow("ec2:DescribeVpcs"))
    iam.put_role_policy(RoleName="app", PolicyName="own", PolicyDocument=use)
    stolen, other = enter_as(estate, estate.instance), enter_as(estate, "i-0123456789abcdef0")
    assert stolen.describe_vpcs()["Vpcs"]
    report = estate.world.respond(PLAYBOOK, estate.threat())
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        stolen.describe_vpcs()
    assert other.describe_vpcs()["Vpcs"]
    assert enter_as(estate, "i-0fedcba9876543210").describe_vpcs()["Vpcs"]
    estate.world.undo(report.run.id)
    assert stolen.describe_vpcs()["Vpcs"]


def test_what_contains_waits_for_nothing_that_preserves(estate: SuspectEstate) -> None:
    planned = estate.world.plan(PLAYBOOK, estate.threat(address=ATTACKER), stop="yes", nacl="yes")
    kept = {one.id for one in planned.changes if one.stage == "preserve"}
    assert kept
    for change in planned.changes:
        if change.stage in {"prepare", "contain"}:
            assert kept.isdisjoint(change.needs), change.write.operation
    operations = list_operations(planned)
    swap = operations.index("ec2.modify_network_interface_attribute")
    assert swap < operations.index("ec2.create_snapshots") < operations.index("ec2.stop_instances")


def test_isolation_goes_on_where_side_looks_and_acts_are_denied(estate: SuspectEstate) -> None:
    emulator, world = estate.world.world.emulator, estate.world
    emulator.deny("elbv2:DescribeTargetGroups", "autoscaling:DetachInstances")
    emulator.deny("ec2:CreateSnapshots", "iam:GetInstanceProfile")
    planned = world.plan(PLAYBOOK, estate.threat())
    told = [step.what for step in planned.steps]
    assert "Deregister it from target groups" in told
    assert "Revoke the sessions of its role" in told
    world.carry_out(planned)
    quarantine = find_quarantine(estate)["GroupId"]
    assert all(groups == [quarantine] for groups in estate.groups_of().values())
    assert estate.profile() == ""
    emulator.allow()


def test_a_stop_ends_all_and_is_undone(estate: SuspectEstate) -> None:
    client = estate.world.client("ec2")
    client.modify_instance_attribute(InstanceId=estate.instance, DisableApiStop={"Value": True})
    before = estate.look()
    report = estate.world.respond(PLAYBOOK, estate.threat(), stop="yes")
    after = estate.look()
    assert (after["state"], after["flags"][1]) == ("stopped", True)
    assert estate.world.plan(PLAYBOOK, estate.threat(), stop="yes").changes == ()
    estate.world.undo(report.run.id)
    assert estate.look() == before


def test_the_address_of_the_attacker_is_denied_before_all_else(estate: SuspectEstate) -> None:
    before, client = estate.look(), estate.world.client("ec2")
    threat = estate.threat(address=ATTACKER)
    report = estate.world.respond(PLAYBOOK, threat, nacl="yes")
    asked = [{"Name": "association.subnet-id", "Values": [estate.facts["subnets"][0]]}]
    entries = client.describe_network_acls(Filters=asked)["NetworkAcls"][0]["Entries"]
    denied = [one for one in entries if one.get("CidrBlock") == f"{ATTACKER}/32"]
    assert sorted(one["Egress"] for one in denied) == [False, True]
    assert all(one["RuleNumber"] < 100 and one["Protocol"] == "-1" for one in denied)
    assert estate.world.plan(PLAYBOOK, threat, nacl="yes").changes == ()
    estate.world.undo(report.run.id)
    assert estate.look() == before


@pytest.mark.parametrize("address", ["", "10.7.0.4", "0.0.0.0/0", "x", "224.0.1.1", "fe80::1%eth0"])
def test_an_address_that_is_none_of_the_internet_is_not_denied(
    estate: SuspectEstate, address: str
) -> None:
    planned = estate.world.plan(PLAYBOOK, estate.threat(address=address), nacl="yes")
    assert "ec2.create_network_acl_entry" not in list_operations(planned)
    assert any("Deny the attacker's address" in step.what for step in planned.steps)


def test_a_group_that_somebody_opened_is_emptied_first(estate: SuspectEstate) -> None:
    client, vpc = estate.world.client("ec2"), estate.facts["vpc"]
    made = client.create_security_group(
        GroupName="ringwall-quarantine", Description="x", VpcId=vpc
    )["GroupId"]
    peer = {"CidrIp": "0.0.0.0/0", "Description": "for me"}
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [peer]}
    client.authorize_security_group_ingress(GroupId=made, IpPermissions=[rule])
    before = estate.look(), find_quarantine(estate)
    report = estate.world.respond(PLAYBOOK, estate.threat())
    quarantine = find_quarantine(estate)
    assert quarantine["IpPermissions"] == quarantine["IpPermissionsEgress"] == []
    assert all(groups == [made] for groups in estate.groups_of().values())
    estate.world.undo(report.run.id)
    assert (estate.look(), find_quarantine(estate)) == before


def test_only_what_is_left_is_done(estate: SuspectEstate) -> None:
    ec2 = estate.world.client("ec2")
    found = ec2.describe_iam_instance_profile_associations()["IamInstanceProfileAssociations"]
    own = [one for one in found if one["InstanceId"] == estate.instance]
    ec2.disassociate_iam_instance_profile(AssociationId=own[0]["AssociationId"])
    ec2.create_tags(
        Resources=[estate.instance], Tags=[{"Key": "ringwall:case", "Value": "CASE-older"}]
    )
    before = estate.look()
    report = estate.world.respond(PLAYBOOK, estate.threat())
    done = [step.change.write.operation for step in report.steps]
    assert "ec2.disassociate_iam_instance_profile" not in done
    assert "iam.put_role_policy" not in done
    estate.world.undo(report.run.id)
    assert estate.look() == before


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-0' || true",
        "arn:aws:ec2:eu-west-1:123456789012:volume/vol-0123456789abcdef0",
        "arn:aws:ec2:eu-west-1:999999999999:instance/i-0123456789abcdef0",
        "arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0",
        "i-0123456789abcdef0",
    ],
)
def test_what_is_no_instance_here_is_left_to_a_person(
    response_world: ResponseWorld, arn: str
) -> None:
    threat = response_world.threat("instance", arn, account_id="123456789012")
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert planned.steps


def test_memory_is_captured_while_the_instance_is_isolated(estate: SuspectEstate) -> None:
    group, world = prepare_memory(estate), estate.world
    before = estate.look()
    planned = world.plan(PLAYBOOK, estate.threat(), memory="yes")
    operations = list_operations(planned)
    assert "ssm.send_command" in operations, [step.why for step in planned.steps]
    at = operations.index("ssm.send_command")
    assert operations.index("iam.put_role_policy") < at
    assert operations.index("ec2.disassociate_address") < at
    assert operations.index("ec2.disassociate_iam_instance_profile") > at
    report = world.respond(PLAYBOOK, estate.threat(), memory="yes")
    sent = world.client("ssm").list_commands(InstanceId=estate.instance)["Commands"]
    assert [one["Comment"] for one in sent] == [CASE]
    quarantine = find_quarantine(estate)["GroupId"]
    assert all(groups == [quarantine] for groups in estate.groups_of().values())
    assert group != quarantine
    world.undo(report.run.id)
    assert estate.look() == before


def test_what_a_capture_lacks_is_told_and_delays_nothing(estate: SuspectEstate) -> None:
    planned = estate.world.plan(PLAYBOOK, estate.threat(), memory="yes")
    assert "ssm.send_command" not in list_operations(planned)
    assert "ec2.modify_network_interface_attribute" in list_operations(planned)
    told = [step.why for step in planned.steps if "memory" in step.what]
    assert told == [
        "the account has no Systems Manager document ringwall-capture-memory in this Region"
    ]


def test_a_group_that_leads_to_the_internet_captures_nothing(estate: SuspectEstate) -> None:
    group = prepare_memory(estate)
    way = {
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
    }
    client = estate.world.client("ec2")
    client.authorize_security_group_egress(GroupId=group, IpPermissions=[way])
    planned = estate.world.plan(PLAYBOOK, estate.threat(), memory="yes")
    assert "ssm.send_command" not in list_operations(planned)
    assert any("lets more through" in step.why for step in planned.steps)


@pytest.fixture
def vault(estate: SuspectEstate) -> str:
    """Have an account that keeps evidence; return its id."""
    return make_vault(estate)


def test_copies_are_kept_where_nobody_deletes_them(estate: SuspectEstate, vault: str) -> None:
    world = estate.world
    report = world.respond(PLAYBOOK, estate.threat())
    far = world.world.enter(vault, "ec2")
    kept = find_snapshots(far)
    assert len(kept) == 2
    assert all(one["Encrypted"] for one in kept)
    locked = far.describe_locked_snapshots()["Snapshots"]
    assert {one["SnapshotId"] for one in locked} == {one["SnapshotId"] for one in kept}
    assert {(one["LockState"], one["LockDuration"]) for one in locked} == {("governance", 400)}
    assert world.plan(PLAYBOOK, estate.threat()).changes == ()
    world.undo(report.run.id)
    assert len(find_snapshots(far)) == 2


def test_copies_that_are_there_are_not_made_again(estate: SuspectEstate, vault: str) -> None:
    world = estate.world
    world.world.emulator.deny(f"ec2:LockSnapshot@{vault}")
    world.carry_out(world.plan(PLAYBOOK, estate.threat()))
    world.world.emulator.allow()
    planned = world.plan(PLAYBOOK, estate.threat())
    assert list_operations(planned) == ["ec2.lock_snapshot", "ec2.lock_snapshot"]
    world.respond(PLAYBOOK, estate.threat())


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(estate: SuspectEstate) -> None:
    estate.world.die_everywhere(PLAYBOOK, estate.threat(), estate.look)


@pytest.mark.slow
def test_a_kill_at_any_point_of_a_stop_leads_to_the_same_end(estate: SuspectEstate) -> None:
    threat = estate.threat(address=ATTACKER)
    estate.world.die_everywhere(
        PLAYBOOK, threat, estate.look, stop="yes", nacl="yes", snapshots="no"
    )


@pytest.mark.slow
def test_a_kill_at_any_point_keeps_one_copy(estate: SuspectEstate, vault: str) -> None:
    far = estate.world.world.enter(vault, "ec2")
    estate.world.respond(PLAYBOOK, estate.threat(), snapshots="no")

    def look() -> Any:
        locked = far.describe_locked_snapshots()["Snapshots"]
        return estate.look(), len(find_snapshots(far)), len(locked)

    start = look()
    assert start[1:] == (0, 0)
    estate.world.die_everywhere(PLAYBOOK, estate.threat(), look, comes_back=False)
    assert look()[1:] == (2, 2)

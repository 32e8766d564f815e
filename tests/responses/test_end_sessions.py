"""Ending sessions with instances and commands: by session, instance, user and role."""

from dataclasses import dataclass
from typing import Any

import pytest
from policy_texts import allow, make_service_role, trust_principal, write
from response_world import REGION, ResponseWorld, list_operations, make_settings

PLAYBOOK = "ssm.end_sessions"
FAR = "us-east-1"


@dataclass
class Nodes:
    """Two managed instances in two Regions, and sessions of a user and of a role with them."""

    world: ResponseWorld
    near: str
    far: str
    of_user: str
    of_role: str
    of_role_far: str
    command: str
    other_command: str

    def threat(self, kind: str, resource: str, **more: Any) -> Any:
        place = {"ssm": f"ssm:{REGION}", "ec2": f"ec2:{REGION}", "sts": "sts:", "iam": "iam:"}
        service, _, rest = resource.partition(" ")
        arn = f"arn:aws:{place[service]}:{self.world.account_id}:{rest}"
        return self.world.threat(kind, arn, **more)

    def list_active(self) -> set[str]:
        found: set[str] = set()
        for region in (REGION, FAR):
            answer = self.world.client("ssm", region).describe_sessions(State="Active")
            found |= {one["SessionId"] for one in answer["Sessions"]}
        return found

    def list_running(self) -> set[str]:
        found = self.world.client("ssm").list_commands()["Commands"]
        return {one["CommandId"] for one in found if one["Status"] in {"Pending", "InProgress"}}

    def look(self) -> Any:
        return sorted(self.list_active()), sorted(self.list_running())


def enter(world: ResponseWorld, role: str, region: str) -> Any:
    keys = world.client("sts").assume_role(RoleArn=role, RoleSessionName="ops")["Credentials"]
    return open_client(
        world, region, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]
    )


def open_client(world: ResponseWorld, region: str, *keys: str) -> Any:
    names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
    given: dict[str, Any] = dict(zip(names, keys, strict=False))
    return world.world.team.create_client("ssm", region_name=region, **given)


def launch(world: ResponseWorld, region: str) -> str:
    made = world.client("ec2", region).run_instances(
        ImageId="ami-12c6146b", MinCount=1, MaxCount=1, IamInstanceProfile={"Name": "node"}
    )
    return str(made["Instances"][0]["InstanceId"])


@pytest.fixture
def nodes(response_world: ResponseWorld) -> Nodes:
    world = response_world
    world.settings = make_settings({"regions": (REGION, FAR)})
    iam = world.client("iam")
    make_service_role(iam, "node", "ec2")
    core = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    iam.attach_role_policy(RoleName="node", PolicyArn=core)
    iam.create_instance_profile(InstanceProfileName="node")
    iam.add_role_to_instance_profile(InstanceProfileName="node", RoleName="node")
    policy = write(allow("ssm:*"))
    iam.create_user(UserName="eve")
    iam.put_user_policy(UserName="eve", PolicyName="own", PolicyDocument=policy)
    keys = iam.create_access_key(UserName="eve")["AccessKey"]
    trusted = trust_principal(f"arn:aws:iam::{world.account_id}:root")
    role = iam.create_role(RoleName="admin", Path="/team/", AssumeRolePolicyDocument=trusted)
    iam.put_role_policy(RoleName="admin", PolicyName="own", PolicyDocument=policy)
    near, far = launch(world, REGION), launch(world, FAR)
    eve = open_client(world, REGION, keys["AccessKeyId"], keys["SecretAccessKey"])
    arn = str(role["Role"]["Arn"])
    shell = {"DocumentName": "AWS-RunShellScript", "Parameters": {"commands": ["id"]}}
    return Nodes(
        world,
        near,
        far,
        of_user=eve.start_session(Target=near)["SessionId"],
        of_role=enter(world, arn, REGION).start_session(Target=near)["SessionId"],
        of_role_far=enter(world, arn, FAR).start_session(Target=far)["SessionId"],
        command=eve.send_command(InstanceIds=[near], **shell)["Command"]["CommandId"],
        other_command=world.client("ssm").send_command(InstanceIds=[near], **shell)["Command"][
            "CommandId"
        ],
    )


def test_all_that_goes_on_with_an_instance_ends(nodes: Nodes) -> None:
    threat = nodes.threat("instance", f"ec2 instance/{nodes.near}")
    nodes.world.respond(PLAYBOOK, threat)
    assert nodes.list_active() == {nodes.of_role_far}
    assert nodes.list_running() == set()
    planned = nodes.world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert any("Revoke the credentials" in step.what for step in planned.steps)


def test_a_user_loses_sessions_and_commands_of_its_own(nodes: Nodes) -> None:
    threat = nodes.threat("user", "iam user/eve")
    nodes.world.respond(PLAYBOOK, threat)
    assert nodes.list_active() == {nodes.of_role, nodes.of_role_far}
    assert nodes.list_running() == {nodes.other_command}


def test_a_role_loses_the_sessions_of_all_regions(nodes: Nodes) -> None:
    nodes.world.respond(PLAYBOOK, nodes.threat("role", "iam role/team/admin"))
    assert nodes.list_active() == {nodes.of_user}
    assert nodes.list_running() == {nodes.command, nodes.other_command}


def test_one_session_of_a_role_is_told_from_others(nodes: Nodes) -> None:
    nodes.world.respond(PLAYBOOK, nodes.threat("session", "sts assumed-role/admin/ops"))
    assert nodes.list_active() == {nodes.of_user}
    planned = nodes.world.plan(PLAYBOOK, nodes.threat("session", "sts assumed-role/admin/op"))
    assert planned.changes == ()


def test_one_session_ends_alone(nodes: Nodes) -> None:
    nodes.world.respond(PLAYBOOK, nodes.threat("session", f"ssm session/{nodes.of_role}"))
    assert nodes.list_active() == {nodes.of_user, nodes.of_role_far}


def test_a_role_of_a_longer_name_is_another_one(nodes: Nodes) -> None:
    planned = nodes.world.plan(PLAYBOOK, nodes.threat("role", "iam role/adm"))
    assert planned.changes == ()


def test_what_cannot_be_looked_up_is_told(nodes: Nodes) -> None:
    nodes.world.world.emulator.deny(f"ssm:DescribeSessions@*/{REGION}", "cloudtrail:LookupEvents")
    planned = nodes.world.plan(PLAYBOOK, nodes.threat("role", "iam role/team/admin"))
    nodes.world.world.emulator.allow()
    assert list_operations(planned) == ["ssm.terminate_session"]
    told = [step.what for step in planned.steps]
    assert f"End the sessions in {REGION}" in told
    assert f"Cancel the commands in {FAR}" in told


@pytest.mark.parametrize(
    ("kind", "arn"),
    [
        ("user", "arn:aws:iam::999999999999:user/eve"),
        ("role", "arn:aws:iam::123456789012:role/x y"),
        ("session", "arn:aws:ssm:eu-west-1:123456789012:session/a b"),
        ("session", "eve"),
        ("instance", "arn:aws:ec2:eu-west-1:123456789012:instance/i-x"),
    ],
)
def test_what_is_no_session_of_ours_is_left_to_a_person(
    response_world: ResponseWorld, kind: str, arn: str
) -> None:
    threat = response_world.threat(kind, arn, account_id=response_world.account_id)
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert planned.steps


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(nodes: Nodes) -> None:
    threat = nodes.threat("user", "iam user/eve")
    assert all(one.irreversible for one in nodes.world.plan(PLAYBOOK, threat).changes)
    nodes.world.die_everywhere(PLAYBOOK, threat, nodes.look, comes_back=False)

"""Managed instances in two Regions, and sessions with them."""

from dataclasses import dataclass
from typing import Any

from policy_texts import allow, make_service_role, trust_principal, write
from response_world import REGION, ResponseWorld, make_settings

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


def make_nodes(response_world: ResponseWorld) -> Nodes:
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

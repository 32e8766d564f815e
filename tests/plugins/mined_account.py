"""An account with miners in two Regions, and one that a policy can hold."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from policy_texts import allow, make_service_role, write
from response_world import REGION, ResponseWorld, make_settings

FAR = "us-east-1"
IMAGE = "ami-12c6146b"


@dataclass
class Mine:
    """An account with miners in two Regions, and with what is none."""

    world: ResponseWorld
    actor: str
    key: str
    by_actor: str
    big: str
    far: str
    honest: str
    tagged: str
    first_at: int

    def threat(self, kind: str = "account", resource: str = "", **more: Any) -> Any:
        arn = resource or f"arn:aws:iam::{self.world.account_id}:root"
        facts = {"actor": self.actor, "first_at": self.first_at, **more}
        return self.world.threat(kind, arn, **facts)

    def states(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for region in (REGION, FAR):
            answer = self.world.client("ec2", region).describe_instances()
            for one in (each for held in answer["Reservations"] for each in held["Instances"]):
                if one["InstanceId"] in {self.by_actor, self.big, self.far, self.honest}:
                    found[one["InstanceId"]] = one["State"]["Name"]
        return found

    def look(self) -> dict[str, Any]:
        """Return what an undo brings back."""
        scaling = self.world.client("autoscaling")
        groups = scaling.describe_auto_scaling_groups()["AutoScalingGroups"]
        found: dict[str, Any] = {
            "states": self.states(),
            "sizes": [
                (one["MinSize"], one["MaxSize"], one["DesiredCapacity"], len(one["Instances"]))
                for one in groups
            ],
            "policies": self.world.client("iam").list_role_policies(RoleName="app")["PolicyNames"],
        }
        for region in (REGION, FAR):
            ec2 = self.world.client("ec2", region)
            fleets = ec2.describe_spot_fleet_requests()["SpotFleetRequestConfigs"]
            held = ec2.describe_iam_instance_profile_associations()
            found[region] = {
                "groups": sorted(
                    json.dumps([one["GroupName"] for one in each["Groups"]])
                    for each in ec2.describe_network_interfaces()["NetworkInterfaces"]
                    if each.get("Attachment", {}).get("InstanceId") in self.states()
                ),
                "names": sorted(
                    one["GroupName"] for one in ec2.describe_security_groups()["SecurityGroups"]
                ),
                "capacities": [one["SpotFleetRequestConfig"]["TargetCapacity"] for one in fleets],
                "profiles": sorted(
                    one["IamInstanceProfile"]["Arn"]
                    for one in held["IamInstanceProfileAssociations"]
                    if one["InstanceId"] in self.states()
                ),
                "tags": sorted(
                    f"{one['Key']}={one['Value']}"
                    for one in ec2.describe_tags()["Tags"]
                    if one["Key"].startswith("ringwall")
                ),
            }
        return found


def make_mine(response_world: ResponseWorld) -> Mine:
    world = response_world
    world.settings = make_settings({"regions": (REGION, FAR)})
    iam = world.client("iam")
    make_service_role(iam, "app", "ec2")
    iam.create_instance_profile(InstanceProfileName="app")
    iam.add_role_to_instance_profile(InstanceProfileName="app", RoleName="app")
    user = iam.create_user(UserName="eve")["User"]["Arn"]
    policy = write(allow("ec2:*", "autoscaling:*", "iam:PassRole", "iam:CreateServiceLinkedRole"))
    iam.put_user_policy(UserName="eve", PolicyName="all", PolicyDocument=policy)
    keys = iam.create_access_key(UserName="eve")["AccessKey"]
    eve = {
        name: world.world.team.create_client(
            name,
            region_name=REGION,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
        )
        for name in ("ec2", "autoscaling")
    }
    honest = launch(world.client("ec2"), "t3.micro")
    first_at = int(datetime.now(UTC).timestamp() * 1000) - 1000
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "x"}]}]
    tagged = launch(world.client("ec2"), "p3.2xlarge", TagSpecifications=tags)
    profile = {"Name": "app"}
    by_actor = launch(eve["ec2"], "t3.micro", IamInstanceProfile=profile, DisableApiStop=True)
    big = launch(world.client("ec2"), "c5.24xlarge")
    far = launch(world.client("ec2", FAR), "g4dn.xlarge")
    eve["autoscaling"].create_launch_configuration(
        LaunchConfigurationName="m", ImageId=IMAGE, InstanceType="t3.micro"
    )
    eve["autoscaling"].create_auto_scaling_group(
        AutoScalingGroupName="m",
        LaunchConfigurationName="m",
        MinSize=1,
        MaxSize=4,
        DesiredCapacity=2,
        AvailabilityZones=[f"{REGION}a"],
    )
    actor, key = str(user), str(keys["AccessKeyId"])
    return Mine(world, actor, key, by_actor, big, far, honest, tagged, first_at)


def launch(client: Any, kind: str, **more: Any) -> str:
    made = client.run_instances(ImageId=IMAGE, InstanceType=kind, MinCount=1, MaxCount=1, **more)
    return str(made["Instances"][0]["InstanceId"])


def make_mined_member(response_world: ResponseWorld) -> str:
    """Return an account of an organization that has service control policies."""
    ids = response_world.world.make_organization()
    organizations = response_world.client("organizations")
    organizations.enable_policy_type(RootId=ids["root"], PolicyType="SERVICE_CONTROL_POLICY")
    manager = response_world.account_id
    response_world.settings = make_settings({"management_account_id": manager})
    return response_world.world.make_account("shop", "shop@example.com")

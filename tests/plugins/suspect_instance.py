"""An instance with all that an isolation touches: a group, targets, interfaces, a role, disks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy_texts import make_service_role
from response_world import REGION, ResponseWorld

TABLES = (
    "ec2_instance",
    "ec2_network_interface",
    "ec2_volume",
    "ec2_eip",
    "ec2_security_group",
    "ec2_network_acl",
    "iam_role",
)
IMAGE = "ami-12c6146b"


@dataclass(frozen=True)
class SuspectEstate:
    """The instance and what it has."""

    world: ResponseWorld
    instance: str
    facts: Mapping[str, Any]

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{REGION}:{self.world.account_id}:instance/{self.instance}"

    def threat(self, **more: Any) -> Any:
        return self.world.threat("instance", self.arn, **more)

    def groups_of(self, member: str = "GroupId") -> dict[str, list[str]]:
        """Return the groups of each network interface, by their ids or names."""
        asked = [{"Name": "attachment.instance-id", "Values": [self.instance]}]
        found = self.world.client("ec2").describe_network_interfaces(Filters=asked)
        return {
            one["NetworkInterfaceId"]: sorted(each[member] for each in one["Groups"])
            for one in found["NetworkInterfaces"]
        }

    def describe(self) -> Any:
        found = self.world.client("ec2").describe_instances(InstanceIds=[self.instance])
        return found["Reservations"][0]["Instances"][0]

    def profile(self) -> str:
        asked = [{"Name": "instance-id", "Values": [self.instance]}]
        found = self.world.client("ec2").describe_iam_instance_profile_associations(Filters=asked)
        return next(
            (
                str(one["IamInstanceProfile"]["Arn"])
                for one in found["IamInstanceProfileAssociations"]
            ),
            "",
        )

    def look(self) -> dict[str, Any]:
        """Return all that an undo brings back, as clients see it."""
        ec2, elbv2 = self.world.client("ec2"), self.world.client("elbv2")
        scaling, elb = self.world.client("autoscaling"), self.world.client("elb")
        one = self.describe()
        group = scaling.describe_auto_scaling_groups()["AutoScalingGroups"][0]
        health = elbv2.describe_target_health(TargetGroupArn=self.facts["targets"])
        flags = ("disableApiTermination", "disableApiStop", "instanceInitiatedShutdownBehavior")
        roles = self.world.client("iam").list_role_policies(RoleName="app")["PolicyNames"]
        groups = ec2.describe_security_groups()["SecurityGroups"]
        return {
            "state": one["State"]["Name"],
            "tags": sorted(f"{each['Key']}={each['Value']}" for each in one.get("Tags", [])),
            "disks": one["BlockDeviceMappings"],
            "flags": [
                ec2.describe_instance_attribute(InstanceId=self.instance, Attribute=flag)[
                    flag[0].upper() + flag[1:]
                ]["Value"]
                for flag in flags
            ],
            "groups": self.groups_of("GroupName"),
            "profile": self.profile(),
            "policies": roles,
            "address": [
                (each.get("NetworkInterfaceId") or "", each.get("PrivateIpAddress"))
                for each in ec2.describe_addresses()["Addresses"]
            ],
            "sizes": [group[name] for name in ("MinSize", "MaxSize", "DesiredCapacity")],
            "members": len(group["Instances"]),
            "is_member": self.instance in [each["InstanceId"] for each in group["Instances"]],
            "is_target": self.instance
            in [each["Target"]["Id"] for each in health["TargetHealthDescriptions"]],
            "classic": [
                each["InstanceId"]
                for each in elb.describe_load_balancers()["LoadBalancerDescriptions"][0][
                    "Instances"
                ]
            ],
            "vpc_groups": sorted(each["GroupName"] for each in groups),
            "entries": sorted(
                json.dumps(each, sort_keys=True)
                for acl in ec2.describe_network_acls()["NetworkAcls"]
                for each in acl["Entries"]
            ),
        }


def build_suspect(world: ResponseWorld, desired: int = 1, least: int = 1) -> SuspectEstate:
    """Build an Auto Scaling group behind a target group, and one of its instances in full."""
    ec2, iam = world.client("ec2"), world.client("iam")
    vpc = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.7.{n}.0/24", AvailabilityZone=f"{REGION}{z}")[
            "Subnet"
        ]["SubnetId"]
        for n, z in enumerate("ab")
    ]
    web, admin = (
        ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
        for name in ("web", "admin")
    )
    make_service_role(iam, "app", "ec2")
    iam.create_instance_profile(InstanceProfileName="app")
    iam.add_role_to_instance_profile(InstanceProfileName="app", RoleName="app")
    targets = _make_targets(world, vpc, subnets)
    instance = _launch(world, subnets[0], web, (desired, least), targets)
    extra = ec2.create_network_interface(SubnetId=subnets[0], Groups=[web, admin])
    ec2.attach_network_interface(
        NetworkInterfaceId=extra["NetworkInterface"]["NetworkInterfaceId"],
        InstanceId=instance,
        DeviceIndex=1,
    )
    volume = ec2.create_volume(Size=5, AvailabilityZone=f"{REGION}a")["VolumeId"]
    ec2.attach_volume(VolumeId=volume, InstanceId=instance, Device="/dev/sdf")
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.associate_address(AllocationId=address, InstanceId=instance)
    if not ec2.describe_iam_instance_profile_associations()["IamInstanceProfileAssociations"]:
        ec2.associate_iam_instance_profile(InstanceId=instance, IamInstanceProfile={"Name": "app"})
    facts = {"vpc": vpc, "web": web, "admin": admin, "targets": targets, "subnets": subnets}
    return SuspectEstate(world, instance, facts)


def _make_targets(world: ResponseWorld, vpc: str, subnets: list[str]) -> str:
    elbv2 = world.client("elbv2")
    made = elbv2.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=vpc)
    arn = str(made["TargetGroups"][0]["TargetGroupArn"])
    balancer = elbv2.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]
    elbv2.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}],
    )
    world.client("elb").create_load_balancer(
        LoadBalancerName="old",
        Listeners=[{"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}],
        Subnets=subnets[:1],
    )
    return arn


def _launch(
    world: ResponseWorld, subnet: str, group: str, sizes: tuple[int, int], targets: str
) -> str:
    scaling = world.client("autoscaling")
    scaling.create_launch_configuration(
        LaunchConfigurationName="web",
        ImageId=IMAGE,
        InstanceType="t3.micro",
        SecurityGroups=[group],
        IamInstanceProfile="app",
    )
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="web",
        LaunchConfigurationName="web",
        MinSize=sizes[1],
        MaxSize=sizes[0],
        DesiredCapacity=sizes[0],
        VPCZoneIdentifier=subnet,
        TargetGroupARNs=[targets],
    )
    found = scaling.describe_auto_scaling_groups()["AutoScalingGroups"][0]["Instances"]
    instance = str(found[0]["InstanceId"])
    world.client("elb").register_instances_with_load_balancer(
        LoadBalancerName="old", Instances=[{"InstanceId": instance}]
    )
    return instance

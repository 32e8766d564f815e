"""Acme's Auto Scaling groups: the shop's, and one of the past, both of no instance at night."""

from ringwall.emulator.acme.network import Vpc
from ringwall.emulator.acme.team import HOME, Team, make_tags


def scale_shop(team: Team) -> None:
    """Make the shop's group from its launch template, as it should be."""
    named = {"Name": "tag:Name", "Values": ["prod-shop-private-*"]}
    found = team.client("ec2", HOME).describe_subnets(Filters=[named])["Subnets"]
    types = [{"InstanceType": name} for name in ("t3.small", "t3a.small")]
    template = {"LaunchTemplateName": "web", "Version": "$Default"}
    team.client("autoscaling", HOME).create_auto_scaling_group(
        AutoScalingGroupName="web",
        MixedInstancesPolicy={
            "LaunchTemplate": {"LaunchTemplateSpecification": template, "Overrides": types}
        },
        MinSize=0,
        MaxSize=4,
        DesiredCapacity=0,
        VPCZoneIdentifier=",".join(subnet["SubnetId"] for subnet in found),
        TargetGroupARNs=[_find_group(team, HOME, "shop")],
        HealthCheckType="ELB",
        HealthCheckGracePeriod=300,
        Tags=_tag(team, "web"),
    )


def scale_as_before(team: Team, vpc: Vpc, group: str, image: str) -> None:
    """Make staging's group from a launch configuration, in one zone."""
    autoscaling = team.client("autoscaling", vpc.region)
    autoscaling.create_launch_configuration(
        LaunchConfigurationName="preview-2019",
        ImageId=image,
        InstanceType="t3.small",
        SecurityGroups=[group],
        AssociatePublicIpAddress=True,
        MetadataOptions={"HttpTokens": "optional"},
    )
    autoscaling.create_auto_scaling_group(
        AutoScalingGroupName="preview",
        LaunchConfigurationName="preview-2019",
        MinSize=0,
        MaxSize=2,
        DesiredCapacity=0,
        VPCZoneIdentifier=vpc.private[0],
        TargetGroupARNs=[_find_group(team, vpc.region, "preview")],
        HealthCheckType="EC2",
        Tags=_tag(team, "preview"),
    )


def _find_group(team: Team, region: str, name: str) -> str:
    found = team.client("elbv2", region).describe_target_groups(Names=[name])
    arn: str = found["TargetGroups"][0]["TargetGroupArn"]
    return arn


def _tag(team: Team, name: str) -> list[dict[str, object]]:
    return [{**tag, "PropagateAtLaunch": True} for tag in make_tags(name, team)]

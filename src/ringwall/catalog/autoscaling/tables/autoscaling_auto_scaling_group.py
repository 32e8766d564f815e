"""Auto Scaling groups."""

from ringwall.model.table import Call, Table, boolean, integer, text, texts

_MIXED = "MixedInstancesPolicy.LaunchTemplate"
_OVERRIDES = f"{_MIXED}.Overrides"

group = Table(
    name="autoscaling_auto_scaling_group",
    doc="An Auto Scaling group: instances that are started and replaced as they are needed.",
    cloudformation="AWS::AutoScaling::AutoScalingGroup",
    list=Call("autoscaling.describe_auto_scaling_groups", "AutoScalingGroups", {"MaxRecords": 100}),
    arn="AutoScalingGroupARN",
    tags="Tags",
    columns=(
        text("auto_scaling_group_name", "AutoScalingGroupName", "Its name.", required=True),
        integer("min_size", "MinSize", "The least number of its instances."),
        integer("max_size", "MaxSize", "The greatest number of its instances."),
        texts(
            "availability_zones",
            "AvailabilityZones",
            "The Availability Zones that it starts instances in.",
            required=True,
        ),
        text(
            "health_check_type",
            "HealthCheckType",
            "Who says whether an instance works, between commas: EC2, ELB, EBS, VPC_LATTICE.",
            default="EC2",
            required=True,
        ),
        texts(
            "load_balancer_names",
            "LoadBalancerNames",
            "Its Classic Load Balancers.",
            default=[],
        ),
        texts(
            "target_group_arns",
            "TargetGroupARNs",
            "The target groups that its instances are in.",
            default=[],
        ),
        text(
            "launch_configuration_name",
            "LaunchConfigurationName",
            "The launch configuration that its instances are made from; '' for a launch template.",
            default="",
        ),
        text(
            "launch_template_id",
            f"LaunchTemplate.LaunchTemplateId || {_MIXED}.LaunchTemplateSpecification"
            ".LaunchTemplateId",
            "The launch template that they are made from; '' for a launch configuration.",
            property=f"LaunchTemplate.LaunchTemplateId || {_MIXED}.LaunchTemplateSpecification"
            ".LaunchTemplateId",
        ),
        texts(
            "instance_types",
            f"{_OVERRIDES}[].InstanceType",
            "The types of instances that it chooses from; [] where its template says one.",
            property=f"{_OVERRIDES}[].InstanceType",
            default=[],
        ),
        boolean(
            "chooses_by_requirements",
            f"length({_OVERRIDES}[?InstanceRequirements] || `[]`) > `0`",
            "It chooses among all types that have what it requires.",
            property=f"length({_OVERRIDES}[?InstanceRequirements] || `[]`) > `0`",
        ),
    ),
)

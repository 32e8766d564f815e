"""Load balancers of Elastic Load Balancing: applications', networks' and gateways'."""

from ringwall.model.table import Call, Table, text, texts

load_balancer = Table(
    name="elasticloadbalancingv2_load_balancer",
    doc="An Application, Network or Gateway Load Balancer.",
    cloudformation="AWS::ElasticLoadBalancingV2::LoadBalancer",
    list=Call("elbv2.describe_load_balancers", "LoadBalancers"),
    arn="LoadBalancerArn",
    columns=(
        text("name", "LoadBalancerName", "Its name.", property="Name"),
        text(
            "type",
            "Type",
            "application, network or gateway.",
            required=True,
            default="application",
        ),
        text(
            "scheme",
            "Scheme",
            "internet-facing or internal; '' of a Gateway Load Balancer.",
            default="internet-facing",
            unless="Type == 'gateway'",
        ),
        text("vpc_id", "VpcId", "Its VPC: vpc-..."),
        texts("security_groups", "SecurityGroups", "Its security groups: sg-..."),
        text("dns_name", "DNSName", "The name that it answers to."),
        text("state", "State.Code", "active, provisioning, active_impaired or failed."),
    ),
)

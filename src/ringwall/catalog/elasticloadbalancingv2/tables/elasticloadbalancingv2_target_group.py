"""Target groups of load balancers."""

from ringwall.model.table import Call, Table, integer, text, texts

target_group = Table(
    name="elasticloadbalancingv2_target_group",
    doc="A target group: where load balancers send requests, and how.",
    cloudformation="AWS::ElasticLoadBalancingV2::TargetGroup",
    list=Call("elbv2.describe_target_groups", "TargetGroups", {"PageSize": 400}),
    arn="TargetGroupArn",
    columns=(
        text("name", "TargetGroupName", "Its name.", property="Name"),
        text(
            "target_type",
            "TargetType",
            "instance, ip, lambda or alb.",
            default="instance",
            required=True,
        ),
        text(
            "protocol",
            "Protocol",
            "HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, QUIC, GENEVE; '' of functions.",
            default="",
        ),
        integer("port", "Port", "The port of the targets; 0 of functions.", default=0),
        text("vpc_id", "VpcId", "Its VPC; '' of functions.", default=""),
        text(
            "health_check_protocol",
            "HealthCheckProtocol",
            "The protocol by which they are asked: HTTP, HTTPS, TCP.",
        ),
        texts(
            "load_balancer_arns",
            "LoadBalancerArns",
            "The load balancers that send requests to it.",
        ),
    ),
)

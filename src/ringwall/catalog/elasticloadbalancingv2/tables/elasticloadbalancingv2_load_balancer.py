"""Load balancers of Elastic Load Balancing: applications', networks' and gateways'."""

from ringwall.model.table import Call, Table, boolean, text, texts


def _attribute(key: str) -> str:
    return f"Attributes[?Key=='{key}'].Value | [0]"


def _property(key: str) -> str:
    return f"LoadBalancerAttributes[?Key=='{key}'].Value | [0]"


LOGS = "access_logs.s3.enabled"
PROTECTION = "deletion_protection.enabled"
HEADERS = "routing.http.drop_invalid_header_fields.enabled"
DESYNC = "routing.http.desync_mitigation_mode"

load_balancer = Table(
    name="elasticloadbalancingv2_load_balancer",
    doc="An Application, Network or Gateway Load Balancer.",
    cloudformation="AWS::ElasticLoadBalancingV2::LoadBalancer",
    list=Call("elbv2.describe_load_balancers", "LoadBalancers"),
    arn="LoadBalancerArn",
    gone=("LoadBalancerNotFound",),
    calls=(
        Call(
            "elbv2.describe_load_balancer_attributes",
            "Attributes",
            {"LoadBalancerArn": "{LoadBalancerArn}"},
            into="Attributes",
        ),
    ),
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
        texts(
            "availability_zones",
            "AvailabilityZones[].ZoneName",
            "Its Availability Zones.",
            required=True,
        ),
        boolean(
            "access_logs_enabled",
            _attribute(LOGS),
            "Its requests are logged to a bucket; NULL of a Gateway Load Balancer.",
            None,
            property=_property(LOGS),
        ),
        boolean(
            "deletion_protection_enabled",
            _attribute(PROTECTION),
            "It cannot be deleted.",
            None,
            property=_property(PROTECTION),
            default=False,
        ),
        boolean(
            "drop_invalid_header_fields_enabled",
            _attribute(HEADERS),
            "Headers whose names HTTP does not allow are removed; NULL unless it is an Application "
            "Load Balancer.",
            None,
            property=_property(HEADERS),
        ),
        text(
            "desync_mitigation_mode",
            _attribute(DESYNC),
            "What it does with requests that HTTP does not allow: monitor, defensive, strictest; "
            "NULL unless it is an Application Load Balancer.",
            None,
            property=_property(DESYNC),
        ),
    ),
)

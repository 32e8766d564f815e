"""Classic Load Balancers."""

from ringwall.model.table import Call, Table, boolean, integer, text, texts

_LISTENERS = "ListenerDescriptions"
_SECURE = "contains(['HTTPS', 'SSL'], Listener.Protocol)"
_WRITTEN_SECURE = "contains(['HTTPS', 'SSL'], Protocol)"
_ENCRYPTED = f"{_LISTENERS}[?{_SECURE}]"
_ATTRIBUTES = "Attributes.LoadBalancerAttributes"
_NAMED = "PolicyTypeName=='SSLNegotiationPolicyType'"
_STRONG = (
    "PolicyAttributeDescriptions[?AttributeName=='Reference-Security-Policy'"
    " && AttributeValue=='ELBSecurityPolicy-TLS-1-2-2017-01']"
)
_DESYNC = "elb.http.desyncmitigationmode"

load_balancer = Table(
    name="elasticloadbalancing_load_balancer",
    doc="A Classic Load Balancer.",
    cloudformation="AWS::ElasticLoadBalancing::LoadBalancer",
    list=Call("elb.describe_load_balancers", "LoadBalancerDescriptions", {"PageSize": 400}),
    arn="arn:{partition}:elasticloadbalancing:{region}:{account_id}:loadbalancer/{LoadBalancerName}",
    gone=("LoadBalancerNotFound", "AccessPointNotFound"),
    calls=(
        Call(
            "elb.describe_load_balancer_attributes",
            "@",
            {"LoadBalancerName": "{LoadBalancerName}"},
            into="Attributes",
        ),
        Call(
            "elb.describe_load_balancer_policies",
            "PolicyDescriptions",
            {"LoadBalancerName": "{LoadBalancerName}"},
            into="Negotiated",
            when=f"length({_ENCRYPTED}) > `0`",
        ),
    ),
    columns=(
        text("load_balancer_name", "LoadBalancerName", "Its name.", required=True),
        text(
            "scheme",
            "Scheme",
            "internet-facing or internal.",
            default="internet-facing",
        ),
        text("vpc_id", "VPCId", "Its VPC: vpc-...; '' outside of any."),
        texts("security_groups", "SecurityGroups", "Its security groups: sg-..."),
        text("dns_name", "DNSName", "The name that it answers to."),
        texts("availability_zones", "AvailabilityZones", "Its Availability Zones.", required=True),
        texts(
            "listener_protocols",
            f"{_LISTENERS}[].Listener.Protocol",
            "The protocol of each listener: HTTP, HTTPS, TCP or SSL.",
            property="Listeners[].Protocol",
            required=True,
        ),
        texts(
            "certificate_ids",
            f"{_ENCRYPTED}.Listener.SSLCertificateId",
            "The ARNs of the certificates of its HTTPS and SSL listeners.",
            property=f"Listeners[?{_WRITTEN_SECURE}].SSLCertificateId",
        ),
        integer(
            "encrypted_listeners",
            f"length({_LISTENERS}[].Listener.Protocol) == length({_LISTENERS}) "
            f"&& length({_ENCRYPTED}) || `null`",
            "How many listeners have HTTPS or SSL.",
            None,
            property=f"Listeners && length(Listeners[?{_WRITTEN_SECURE}])",
        ),
        texts(
            "listener_policies",
            f"{_ENCRYPTED}.PolicyNames[]",
            "The names of the policies of its HTTPS and SSL listeners.",
            property=f"Listeners[?{_WRITTEN_SECURE}].PolicyNames[]",
        ),
        texts(
            "negotiation_policies",
            f"Negotiated[?{_NAMED}].PolicyName",
            "Those of its policies that say which ciphers and versions of TLS are negotiated.",
        ),
        texts(
            "strong_policies",
            f"Negotiated[?{_NAMED} && {_STRONG}].PolicyName",
            "Those of them that are ELBSecurityPolicy-TLS-1-2-2017-01.",
        ),
        boolean(
            "access_log_enabled",
            f"{_ATTRIBUTES}.AccessLog.Enabled",
            "Its requests are logged to a bucket.",
            property="AccessLoggingPolicy.Enabled",
            default=False,
            required=True,
        ),
        boolean(
            "connection_draining_enabled",
            f"{_ATTRIBUTES}.ConnectionDraining.Enabled",
            "Requests are completed before an instance leaves.",
            property="ConnectionDrainingPolicy.Enabled",
            default=False,
            required=True,
        ),
        boolean(
            "cross_zone",
            f"{_ATTRIBUTES}.CrossZoneLoadBalancing.Enabled",
            "Each node sends requests to instances in all zones.",
            property="CrossZone",
            default=False,
            required=True,
        ),
        text(
            "desync_mitigation_mode",
            f"{_ATTRIBUTES}.AdditionalAttributes[?Key=='{_DESYNC}'].Value | [0]",
            "What it does with requests that HTTP does not allow: monitor, defensive, strictest; "
            "NULL where AWS does not say.",
            None,
        ),
    ),
)

"""Listeners of Application, Network and Gateway Load Balancers."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table, boolean, integer, text, texts

_REDIRECTS = "[?Type=='redirect' && RedirectConfig.Protocol=='HTTPS']"


def _listeners(reader: Reader) -> Iterator[Row | CallFailed]:
    """Yield the listeners of all load balancers, or why those of one cannot be listed."""
    for balancer in reader.items("elbv2.describe_load_balancers", "LoadBalancers"):
        arn = balancer["LoadBalancerArn"]
        try:
            yield from reader.items("elbv2.describe_listeners", "Listeners", LoadBalancerArn=arn)
        except CallFailed as error:
            if error.code != "LoadBalancerNotFound":
                yield error  # else it was deleted meanwhile


listener = Table(
    name="elasticloadbalancingv2_listener",
    doc="A listener of a load balancer: a port, and what becomes of what comes there.",
    cloudformation="AWS::ElasticLoadBalancingV2::Listener",
    fetch=_listeners,
    arn="ListenerArn",
    columns=(
        text("load_balancer_arn", "LoadBalancerArn", "Its load balancer.", required=True),
        integer("port", "Port", "Its port; 0 of a Gateway Load Balancer.", default=0),
        text(
            "protocol",
            "Protocol",
            "HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, QUIC, ...; '' of a Gateway Load Balancer.",
            default="",
        ),
        text(
            "ssl_policy",
            "SslPolicy",
            "The policy by which TLS is negotiated; '' where there is none.",
        ),
        texts(
            "certificate_arns",
            "Certificates[].CertificateArn",
            "Its certificates.",
            property="Certificates[].CertificateArn",
            default=[],
        ),
        boolean(
            "redirects_to_https",
            f"length(DefaultActions{_REDIRECTS}) > `0`",
            "Whoever comes is sent to HTTPS, unless a rule of the listener says otherwise.",
            property=f"length(DefaultActions{_REDIRECTS} || `[]`) > `0`",
        ),
    ),
)

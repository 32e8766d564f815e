"""Acme's load balancers: the shop's, staging's preview, what partners reach, and an old one."""

from typing import Any

from ringwall.emulator.acme.network import Vpc
from ringwall.emulator.acme.storage import log_target
from ringwall.emulator.acme.team import Team, make_tags

RECOMMENDED = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"


def balance_shop(team: Team, vpc: Vpc, group: str) -> None:
    """Make the shop's load balancer, as it should be."""
    elbv2 = team.client("elbv2", vpc.region)
    arn = _make(team, vpc, "shop", vpc.private, Type="application", SecurityGroups=[group])
    _set(
        elbv2,
        arn,
        {
            "access_logs.s3.enabled": "true",
            "access_logs.s3.bucket": log_target(team),
            "deletion_protection.enabled": "true",
            "routing.http.drop_invalid_header_fields.enabled": "true",
        },
    )
    redirect = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
    elbv2.create_listener(
        LoadBalancerArn=arn,
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "redirect", "RedirectConfig": redirect}],
    )
    elbv2.create_listener(
        LoadBalancerArn=arn,
        Protocol="HTTPS",
        Port=443,
        SslPolicy=RECOMMENDED,
        Certificates=[{"CertificateArn": certify(team, vpc.region, "shop.acme.example")}],
        DefaultActions=[_forward(elbv2, vpc, "shop", "HTTPS", 8443)],
    )


def balance_preview(team: Team, vpc: Vpc, group: str) -> None:
    """Make staging's load balancers: in the clear, and with a policy of the past."""
    elbv2 = team.client("elbv2", vpc.region)
    arn = _make(team, vpc, "preview", vpc.private, Type="application", SecurityGroups=[group])
    _set(elbv2, arn, {"routing.http.desync_mitigation_mode": "monitor"})
    elbv2.create_listener(
        LoadBalancerArn=arn,
        Protocol="HTTP",
        Port=80,
        DefaultActions=[_forward(elbv2, vpc, "preview", "HTTP", 8080)],
    )
    partners = _make(team, vpc, "partners", vpc.private[:1], Type="network")
    _set(elbv2, partners, {"deletion_protection.enabled": "true"})
    elbv2.create_listener(
        LoadBalancerArn=partners,
        Protocol="TLS",
        Port=443,
        SslPolicy="ELBSecurityPolicy-2016-08",
        Certificates=[{"CertificateArn": certify(team, vpc.region, "partners.acme.example")}],
        DefaultActions=[_forward(elbv2, vpc, "partners", "TLS", 8443)],
    )


def balance_as_before(team: Team, vpc: Vpc, group: str) -> None:
    """Make a Classic Load Balancer, which nobody has replaced."""
    certificate = certify(team, vpc.region, "wiki.acme.example")
    plain = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}
    elb = team.client("elb", vpc.region)
    elb.create_load_balancer(
        LoadBalancerName="wiki",
        Listeners=[
            plain,
            {
                **plain,
                "Protocol": "HTTPS",
                "LoadBalancerPort": 443,
                "SSLCertificateId": certificate,
            },
        ],
        Subnets=[vpc.private[0]],
        SecurityGroups=[group],
        Scheme="internal",
        Tags=make_tags("wiki", team),
    )
    mode = {"Key": "elb.http.desyncmitigationmode", "Value": "monitor"}
    elb.modify_load_balancer_attributes(
        LoadBalancerName="wiki",
        LoadBalancerAttributes={
            "ConnectionDraining": {"Enabled": False},
            "AdditionalAttributes": [mode],
        },
    )


def _make(team: Team, vpc: Vpc, name: str, subnets: tuple[str, ...], **more: Any) -> str:
    made = team.client("elbv2", vpc.region).create_load_balancer(
        Name=name, Scheme="internal", Subnets=[*subnets], Tags=make_tags(name, team), **more
    )
    arn: str = made["LoadBalancers"][0]["LoadBalancerArn"]
    return arn


def _set(elbv2: Any, arn: str, attributes: dict[str, str]) -> None:
    elbv2.modify_load_balancer_attributes(
        LoadBalancerArn=arn,
        Attributes=[{"Key": key, "Value": value} for key, value in attributes.items()],
    )


def _forward(elbv2: Any, vpc: Vpc, name: str, protocol: str, port: int) -> dict[str, Any]:
    """Make a target group, and return the action that forwards to it."""
    asked = "HTTP" if protocol == "HTTP" else "HTTPS"
    made = elbv2.create_target_group(
        Name=name, Protocol=protocol, Port=port, VpcId=vpc.id, HealthCheckProtocol=asked
    )
    return {"Type": "forward", "TargetGroupArn": made["TargetGroups"][0]["TargetGroupArn"]}


def certify(team: Team, region: str, name: str) -> str:
    """Get a certificate for a name.

    Acme's zone is at another provider. ACM looks in hosted zones alone here, so that there is one
    until the certificate is issued.
    """
    acm, route53 = team.client("acm", region), team.client("route53")
    arn: str = acm.request_certificate(
        DomainName=name, ValidationMethod="DNS", Tags=make_tags(name, team)
    )["CertificateArn"]
    waited = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    record = waited["DomainValidationOptions"][0]["ResourceRecord"]
    zone = route53.create_hosted_zone(Name=name, CallerReference=name)["HostedZone"]["Id"]
    records = {
        "Name": record["Name"],
        "Type": record["Type"],
        "TTL": 300,
        "ResourceRecords": [{"Value": record["Value"]}],
    }
    for act in ("CREATE", "DELETE"):
        change = {"Changes": [{"Action": act, "ResourceRecordSet": records}]}
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=change)
        acm.describe_certificate(CertificateArn=arn)
    route53.delete_hosted_zone(Id=zone)
    return arn

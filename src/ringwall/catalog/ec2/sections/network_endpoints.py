"""Endpoints of a blueprint's VPCs: AWS's services without a way through the internet."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.ec2.network_keys import SECTION, network_key, subnet_ref, vpc_ref
from ringwall.catalog.ec2.network_plan import Tier
from ringwall.catalog.ec2.sections.network import NetworkRows, list_networks, table_of, table_ref
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted

WHY = "what calls AWS needs no way to the internet, and calls no other organization through it"
WITH_POLICY = frozenset(
    {
        "dynamodb",
        "ec2messages",
        "ecr.api",
        "ecr.dkr",
        "events",
        "kms",
        "logs",
        "monitoring",
        "s3",
        "secretsmanager",
        "sns",
        "sqs",
        "ssm",
        "ssmmessages",
    }
)
"""Services that are called with credentials of the organization alone, and heed a policy."""
PUBLIC_BUCKETS = ("al2023-repos-{region}-de612dc2", "amazonlinux-2-repos-{region}")
"""Where Amazon Linux gets its packages from, without credentials."""
PATCHES = ("aws-ssm-{region}", "patch-baseline-snapshot-{region}", "amazon-ssm-{region}")
"""Where Systems Manager gets what it needs from, with the instance's credentials.
https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
"""


@wants(SECTION)
def want_endpoints(landscape: Landscape) -> Iterator[Wanted]:
    """Have endpoints, with policies that let in nobody but the organization."""
    for rows in list_networks(landscape):
        yield from want_endpoints_of(rows)


def want_endpoints_of(rows: NetworkRows) -> Iterator[Wanted]:
    """Yield the endpoints of a VPC, and the group of those that have interfaces."""
    for gateway in rows.settings.gateway_endpoints:
        yield from _want_gateway(rows, gateway)
    if rows.settings.interface_endpoints:
        yield from _want_group(rows)
    for service in rows.settings.interface_endpoints:
        yield from _want_interface(rows, service)


def _want_gateway(rows: NetworkRows, service: str) -> Iterator[Wanted]:
    yield rows.want(
        "ec2_vpc_endpoint",
        service,
        {
            "vpc_id": vpc_ref(rows.vpc),
            "service_name": name_service(rows, service),
            "vpc_endpoint_type": "Gateway",
            "policy_document": write_policy(rows, service),
        },
        WHY,
        tagged=True,
    )
    endpoint = Ref(network_key(rows.vpc, "ec2_vpc_endpoint", service), "vpc_endpoint_id")
    subnets = [each for tier in rows.tiers for each in rows.subnets(tier)]
    for table in dict.fromkeys(table_of(rows, subnet) for subnet in subnets):
        yield rows.want(
            "ec2_vpc_endpoint_route_table",
            f"{service} {table}",
            {"vpc_endpoint_id": endpoint, "route_table_id": table_ref(rows, table)},
            WHY,
        )


def _want_group(rows: NetworkRows) -> Iterator[Wanted]:
    yield rows.want(
        "ec2_security_group",
        "endpoints",
        {
            "group_name": f"{rows.landscape.name}-endpoints",
            "group_description": "Endpoints of AWS services: HTTPS from the VPC",
            "vpc_id": vpc_ref(rows.vpc),
            "ip_permissions_egress": [],
        },
        WHY,
        tagged=True,
    )
    yield rows.want(
        "ec2_security_group_ingress",
        "endpoints",
        {
            "group_id": Ref(network_key(rows.vpc, "ec2_security_group", "endpoints"), "group_id"),
            "ip_protocol": "tcp",
            "from_port": 443,
            "to_port": 443,
            "peer": rows.vpc.cidr,
            "description": "HTTPS from the VPC",
        },
        WHY,
    )


def _want_interface(rows: NetworkRows, service: str) -> Iterator[Wanted]:
    group = Ref(network_key(rows.vpc, "ec2_security_group", "endpoints"), "group_id")
    yield rows.want(
        "ec2_vpc_endpoint",
        service,
        {
            "vpc_id": vpc_ref(rows.vpc),
            "service_name": name_service(rows, service),
            "vpc_endpoint_type": "Interface",
            "policy_document": write_policy(rows, service),
            "private_dns_enabled": True,
            "security_group_ids": [group],
        },
        WHY,
        tagged=True,
    )
    tier: Tier = "private" if "private" in rows.tiers else "isolated"
    for subnet in rows.subnets(tier):
        yield rows.want(
            "ec2_vpc_endpoint_subnet",
            f"{service} {subnet.name}",
            {
                "vpc_endpoint_id": Ref(
                    network_key(rows.vpc, "ec2_vpc_endpoint", service), "vpc_endpoint_id"
                ),
                "subnet_id": subnet_ref(rows.vpc, subnet.name),
            },
            WHY,
        )


def name_service(rows: NetworkRows, service: str) -> str:
    """Return the name of an endpoint's service in the Region."""
    start = "cn.com.amazonaws" if rows.landscape.partition == "aws-cn" else "com.amazonaws"
    is_old = service in {"s3", "dynamodb"}  # these are called as everywhere, in China too
    return f"{'com.amazonaws' if is_old else start}.{rows.vpc.region}.{service}"


def write_policy(rows: NetworkRows, service: str) -> dict[str, Any]:
    """Return the policy of an endpoint: the organization's principals, at its own resources.

    AWS's services that act for the organization pass too, and what systems are updated from.
    """
    if service not in WITH_POLICY:
        return {}
    organization = rows.landscape.organization_id
    statements: list[dict[str, Any]] = [
        {
            "Sid": "OurOwn",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "*",
            "Resource": "*",
            "Condition": {
                "StringEquals": {
                    "aws:PrincipalOrgID": organization,
                    "aws:ResourceOrgID": organization,
                }
            },
        },
        {
            "Sid": "ServicesForUs",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "*",
            "Resource": "*",
            "Condition": {"Bool": {"aws:PrincipalIsAWSService": "true"}},
        },
    ]
    if service == "s3":
        for sid, buckets in (("Packages", PUBLIC_BUCKETS), ("Patches", PATCHES)):
            statements.append(
                {
                    "Sid": sid,
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "s3:GetObject",
                    "Resource": [
                        f"arn:{rows.landscape.partition}:s3:::"
                        f"{bucket.format(region=rows.vpc.region)}/*"
                        for bucket in buckets
                    ],
                }
            )
    return {"Version": "2012-10-17", "Statement": statements}

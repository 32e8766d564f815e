"""For which VPCs Route 53 Resolver validates DNSSEC."""

from ringwall.catalog.route53resolver.vpc_settings import read_dnssec_configs
from ringwall.model.table import Table, text

config = Table(
    name="route53resolver_resolver_dnssec_config",
    doc="Whether Route 53 Resolver validates what DNS answers to a VPC (DNSSEC).",
    cloudformation="AWS::Route53Resolver::ResolverDNSSECConfig",
    fetch=read_dnssec_configs,
    arn="arn:{partition}:route53resolver:{region}:{account_id}:resolver-dnssec-config/{ResourceId}",
    account="OwnerId",
    columns=(
        text("vpc_id", "ResourceId", "The VPC: vpc-...", property="ResourceId", required=True),
        text(
            "validation_status",
            "ValidationStatus",
            "ENABLED, DISABLED, or ENABLING and DISABLING on the way there. A configuration of "
            "CloudFormation enables it.",
            default="ENABLED",
            required=True,
        ),
    ),
)

"""What VPCs do with DNS queries that DNS Firewall does not answer."""

from ringwall.catalog.route53resolver.vpc_settings import read_firewall_configs
from ringwall.model.table import Table, text

config = Table(
    name="route53resolver_firewall_config",
    doc="What a VPC does with DNS queries while DNS Firewall does not answer.",
    fetch=read_firewall_configs,
    arn="arn:{partition}:route53resolver:{region}:{account_id}:firewall-config/{ResourceId}",
    account="OwnerId",
    columns=(
        text("vpc_id", "ResourceId", "The VPC: vpc-...", required=True),
        text(
            "firewall_fail_open",
            "FirewallFailOpen",
            "ENABLED where queries pass then, DISABLED where they fail.",
            required=True,
        ),
    ),
)

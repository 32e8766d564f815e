"""Rules of DNS Firewall."""

from ringwall.catalog.route53resolver.dns_firewall import read_rules
from ringwall.model.table import Table, integer, text

rule = Table(
    name="route53resolver_firewall_rule",
    doc="A rule of a rule group of DNS Firewall: what becomes of queries for a list of domains.",
    fetch=read_rules,
    arn="arn:{partition}:route53resolver:{region}:{account_id}"
    ":firewall-rule-group/{FirewallRuleGroupId}/rule/{Subject}",
    columns=(
        text("firewall_rule_group_id", "FirewallRuleGroupId", "Its rule group.", required=True),
        text(
            "firewall_domain_list_id",
            "FirewallDomainListId",
            "Its domain list; none where it is about a threat.",
        ),
        text("name", "Name", "Its name.", required=True),
        integer("priority", "Priority", "Lower ones are tried first.", required=True),
        text("action", "Action", "ALLOW, ALERT or BLOCK.", required=True),
        text("block_response", "BlockResponse", "NODATA, NXDOMAIN or OVERRIDE, where it blocks."),
        text("qtype", "Qtype", "The one type of records that it is about."),
        text(
            "firewall_domain_redirection_action",
            "FirewallDomainRedirectionAction",
            "INSPECT_REDIRECTION_DOMAIN or TRUST_REDIRECTION_DOMAIN: whether the names that a "
            "CNAME leads to are looked up too.",
        ),
        text(
            "dns_threat_protection",
            "DnsThreatProtection",
            "The threat that it is about: DGA, DICTIONARY_DGA or DNS_TUNNELING.",
        ),
        text("confidence_threshold", "ConfidenceThreshold", "LOW, MEDIUM or HIGH."),
    ),
)

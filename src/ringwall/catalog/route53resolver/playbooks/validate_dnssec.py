"""Has Route 53 Resolver validate DNSSEC for a VPC."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

SETTLING = {
    "ENABLED": "ENABLE",
    "ENABLING": "ENABLE",
    "DISABLED": "DISABLE",
    "DISABLING": "DISABLE",
}
"""What to ask for, by the status that it leads to."""
WRITES = (
    WriteShape(
        "route53resolver.update_resolver_dnssec_config",
        {"ResourceId": "vpc-[0-9a-f]{8,17}", "Validation": "ENABLE|DISABLE"},
    ),
)


@answers("route53resolver.vpc_validates_dnssec", writes=WRITES)
def validate_dnssec(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Drop forged answers of domains that are signed."""
    vpc = {"ResourceId": finding.resource.rpartition("/")[2]}

    def validate(state: str) -> Write:
        parameters = {**vpc, "Validation": SETTLING[state]}
        return Write("route53resolver.update_resolver_dnssec_config", parameters)

    return change_setting(
        finding,
        reader,
        Probe(
            "route53resolver.get_resolver_dnssec_config",
            vpc,
            "ResolverDNSSECConfig.ValidationStatus",
            wait=300.0,
        ),
        validate,
        after="ENABLED",
        why="forged answers of domains that are signed are dropped; names of domains whose "
        "signatures are broken no longer resolve",
        blast="availability",
    )

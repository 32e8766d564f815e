"""Records of Route 53 hosted zones."""

from ringwall.catalog.route53.zones import read_record_sets
from ringwall.model.table import Table, integer, text, texts

record_set = Table(
    name="route53_record_set",
    doc="The DNS records of one name and type in a hosted zone.",
    cloudformation="AWS::Route53::RecordSet",
    scope="account",
    region="'global'",
    fetch=read_record_sets,
    arn="arn:{partition}:route53:::hostedzone/{Place}",
    columns=(
        text("hosted_zone_id", "HostedZoneId", "The zone that it is in."),
        text("name", "Name", "The name, with a dot at its end.", required=True),
        text("type", "Type", "A, CNAME, CAA, ...", required=True),
        integer("ttl", "TTL", "For how many seconds answers may be kept; 0 for an alias."),
        texts(
            "resource_records",
            "ResourceRecords[].Value",
            "The values; [] for an alias.",
            property="ResourceRecords",
            default=[],
        ),
        text(
            "alias_dns_name",
            "AliasTarget.DNSName",
            "The target of an alias; '' for none.",
            property="AliasTarget.DNSName",
            default="",
        ),
        text(
            "set_identifier",
            "SetIdentifier",
            "What tells it from others of its name and type; '' for none.",
            default="",
        ),
    ),
)

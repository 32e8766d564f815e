"""Route 53 hosted zones."""

from ringwall.catalog.route53.zones import read_zones
from ringwall.model.table import Table, boolean, integer, text

zone = Table(
    name="route53_hosted_zone",
    doc="A hosted zone of Route 53: the DNS records of a domain.",
    cloudformation="AWS::Route53::HostedZone",
    scope="account",
    region="'global'",
    fetch=read_zones,
    arn="arn:{partition}:route53:::hostedzone/{ZoneId}",
    columns=(
        text("id", "ZoneId", "The zone's ID.", property="Id"),
        text("name", "Name", "The domain, with a dot at its end.", property="Name"),
        boolean("private_zone", "Config.PrivateZone", "Whether it is for VPCs alone."),
        text(
            "comment",
            "Config.Comment",
            "Its comment.",
            property="HostedZoneConfig.Comment",
            default="",
        ),
        integer("resource_record_set_count", "ResourceRecordSetCount", "How many records it has."),
    ),
)

"""Enables appliance mode where a VPC attachment leads to a firewall."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

TAKE = "TransitGatewayVpcAttachments[0].Options.ApplianceModeSupport"
WRITES = (
    WriteShape(
        "ec2.modify_transit_gateway_vpc_attachment",
        {
            "TransitGatewayAttachmentId": "tgw-attach-[0-9a-f]{8,17}",
            "Options": {"ApplianceModeSupport": "enable|disable"},
        },
    ),
)


@answers("ec2.inspection_attachment_has_appliance_mode", writes=WRITES)
def keep_flows_in_zone(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Send both directions of a connection through the same firewall endpoint."""
    attachment = finding.resource.rpartition("/")[2]
    asked = {"TransitGatewayAttachmentIds": [attachment]}

    def support(state: str) -> Write:
        return Write(
            "ec2.modify_transit_gateway_vpc_attachment",
            {
                "TransitGatewayAttachmentId": attachment,
                "Options": {"ApplianceModeSupport": state},
            },
        )

    return change_setting(
        finding,
        reader,
        Probe("ec2.describe_transit_gateway_vpc_attachments", asked, TAKE),
        support,
        after="enable",
        why="the firewall sees both directions of each connection; those that are open are cut "
        "once",
        blast="availability",
    )

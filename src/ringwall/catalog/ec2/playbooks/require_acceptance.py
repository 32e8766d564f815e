"""Has a transit gateway ask before it accepts attachments."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

TAKE = "TransitGateways[0].Options.AutoAcceptSharedAttachments"
WRITES = (
    WriteShape(
        "ec2.modify_transit_gateway",
        {
            "TransitGatewayId": "tgw-[0-9a-f]{8,17}",
            "Options": {"AutoAcceptSharedAttachments": "enable|disable"},
        },
    ),
)


@answers("ec2.transit_gateway_accepts_nothing_unseen", writes=WRITES)
def require_acceptance(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Accept new attachments of other accounts by hand; those that are there stay."""
    gateway = finding.resource.rpartition("/")[2]

    def accept(state: str) -> Write:
        options = {"AutoAcceptSharedAttachments": state}
        parameters = {"TransitGatewayId": gateway, "Options": options}
        return Write("ec2.modify_transit_gateway", parameters)

    return change_setting(
        finding,
        reader,
        Probe("ec2.describe_transit_gateways", {"TransitGatewayIds": [gateway]}, TAKE),
        accept,
        after="disable",
        why="no VPC of another account is joined to the network before somebody accepts it",
    )

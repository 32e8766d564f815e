"""Where CloudFormation has attachments of VPCs to transit gateways."""

from ringwall.model.export import TableExport

attachment = TableExport(
    table="ec2_transit_gateway_vpc_attachment",
    attributes={"transit_gateway_attachment_id": "Id"},
)

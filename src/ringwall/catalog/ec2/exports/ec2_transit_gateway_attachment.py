"""Why attachments are not accepted by CloudFormation.

Its AWS::EC2::TransitGatewayAttachment attaches a VPC of the same account.
"""

from ringwall.model.export import TableExport

attachment = TableExport(
    table="ec2_transit_gateway_attachment",
    why_not="CloudFormation accepts no attachment of another account: `aws ec2 "
    "accept-transit-gateway-vpc-attachment` does, in the account of the transit gateway",
)

/*
title = "Transit gateway should not accept shared attachments automatically"
family = "setting_has_value"
table = "ec2_transit_gateway"
column = "auto_accept_shared_attachments"
setting = "AutoAcceptSharedAttachments"
value = "disable"
other = "enable"
scope = "r.state not in ('deleting', 'deleted')"
row = {state = "available"}
layer = "infrastructure"
severity = "high"
why = "Any account that the gateway is shared with, or an intruder there, joins a VPC of its own to all others, and nobody is asked."
fix = "aws ec2 modify-transit-gateway --transit-gateway-id TRANSIT_GATEWAY_ID --options AutoAcceptSharedAttachments=disable"
url = "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html"
*/

/*
title = "Attachment of a VPC with a firewall should have appliance mode"
layer = "infrastructure"
severity = "medium"
why = "Without it, the two directions of a connection between zones pass two endpoints of the firewall. Each sees half of it, and the firewall drops it, or has to let pass what it cannot judge."
fix = "aws ec2 modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id ATTACHMENT_ID --options ApplianceModeSupport=enable; connections that are open are cut once"
url = "https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-appliance-scenario.html"

[[example]]
ec2_transit_gateway_vpc_attachment = [{arn = "a", vpc_id = "vpc-1", state = "available", appliance_mode_support = "enable"}]
networkfirewall_firewall = [{arn = "f", vpc_id = "vpc-1"}]
expect = "pass"

[[example]]
ec2_transit_gateway_vpc_attachment = [{arn = "a", vpc_id = "vpc-1", state = "available", appliance_mode_support = "disable"}]
networkfirewall_firewall = [{arn = "f", vpc_id = "vpc-1"}]
expect = "fail"

[[example]]
ec2_transit_gateway_vpc_attachment = [{arn = "a", vpc_id = "vpc-1", state = "available"}]
networkfirewall_firewall = [{arn = "f", vpc_id = "vpc-1"}]
expect = "unknown"

# The firewall's VPC was not read: it may be this one.
[[example]]
ec2_transit_gateway_vpc_attachment = [{arn = "a", vpc_id = "vpc-1", state = "available", appliance_mode_support = "disable"}]
networkfirewall_firewall = [{arn = "f"}]
expect = "unknown"
*/
select
  a.arn as resource,
  case when bool_or(f.vpc_id = a.vpc_id) then a.appliance_mode_support = 'enable' end as ok,
  'ApplianceModeSupport is ' || a.appliance_mode_support as reason
from estate.ec2_transit_gateway_vpc_attachment a
join estate.networkfirewall_firewall f
  on f.account_id is not distinct from a.account_id
  and f.region is not distinct from a.region
  and (f.vpc_id = a.vpc_id) is not false
where coalesce(a.state, '') not in ('deleting', 'deleted', 'failed', 'rejected')
group by a.arn, a.appliance_mode_support

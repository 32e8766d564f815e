/*
title = "A subnet does not assign public IP addresses"
layer = "infrastructure"
severity = "low"
why = "Where a subnet hands out public addresses by itself, whatever is launched there stands on the internet without anyone having asked for it."
fix = "aws ec2 modify-subnet-attribute --subnet-id SUBNET_ID --no-map-public-ip-on-launch"
url = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html"

[[example]]
ec2_subnet = [{arn = "s", map_public_ip_on_launch = false}]
expect = "pass"

[[example]]
ec2_subnet = [{arn = "s", map_public_ip_on_launch = true}]
expect = "fail"

# IPv6 addresses are for the route table to decide: one by itself is not reachable.
[[example]]
ec2_subnet = [{arn = "s", map_public_ip_on_launch = false, assign_ipv6_address_on_creation = true}]
expect = "pass"

[[example]]
ec2_subnet = [{arn = "s", default_for_az = true}]
expect = "unknown"
*/
select
  s.arn as resource,
  not s.map_public_ip_on_launch as ok,
  'MapPublicIpOnLaunch is ' || s.map_public_ip_on_launch as reason
from estate.ec2_subnet s

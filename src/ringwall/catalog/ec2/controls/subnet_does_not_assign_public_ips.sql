/*
title = "Subnet should not assign public IP addresses automatically"
family = "setting_has_value"
table = "ec2_subnet"
column = "map_public_ip_on_launch"
setting = "MapPublicIpOnLaunch"
value = false
other = true
layer = "infrastructure"
severity = "low"
why = "If a subnet assigns public addresses by itself, everything launched in it is on the internet, even where nobody asked for that."
fix = "aws ec2 modify-subnet-attribute --subnet-id SUBNET_ID --no-map-public-ip-on-launch"
url = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html"

# Whether an IPv6 address can be reached depends on the route table.
[[example]]
ec2_subnet = [{arn = "s", map_public_ip_on_launch = false, assign_ipv6_address_on_creation = true}]
expect = "pass"

[[example]]
ec2_subnet = [{arn = "s", default_for_az = true}]
expect = "unknown"
*/

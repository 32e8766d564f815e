/*
title = "Firewall should be in more than one zone"
layer = "infrastructure"
severity = "medium"
why = "A firewall with one endpoint goes with its zone: all traffic of the other zones is cut off then, or somebody routes it around the firewall."
fix = "Add a subnet in another zone: aws network-firewall associate-subnets --firewall-arn FIREWALL_ARN --subnet-mappings SubnetId=SUBNET_ID, and send that zone's traffic there"
url = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-multi-zone-igw.html"

[[example]]
networkfirewall_firewall = [{arn = "f", subnet_ids = ["subnet-1", "subnet-2"]}]
expect = "pass"

[[example]]
networkfirewall_firewall = [{arn = "f", subnet_ids = ["subnet-1"]}]
expect = "fail"

[[example]]
networkfirewall_firewall = [{arn = "f"}]
expect = "unknown"
*/
select
  arn as resource,
  len(subnet_ids) > 1 as ok,
  'it is in ' || len(subnet_ids) || ' subnets' as reason
from estate.networkfirewall_firewall

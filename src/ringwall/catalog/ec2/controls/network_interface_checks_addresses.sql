/*
title = "Network interface should check source and destination addresses"
family = "setting_has_value"
table = "ec2_network_interface"
column = "source_dest_check"
setting = "SourceDestCheck"
scope = "(r.requester_managed is not true and r.interface_type in ('aws_codestar_connections_managed', 'branch', 'efa', 'interface', 'lambda', 'quicksight'))"
row = {requester_managed = false, interface_type = "interface"}
layer = "infrastructure"
severity = "medium"
why = "With the check off, the machine can send packets in the name of others and take in those of others: it can pass on what security groups meant to keep apart."
fix = "aws ec2 modify-network-interface-attribute --network-interface-id ENI_ID --source-dest-check. Suppress the finding for a firewall or a router of your own."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html"

# AWS manages it, and one of a NAT gateway forwards what is not its own.
[[example]]
ec2_network_interface = [
  {arn = "n", requester_managed = true, interface_type = "interface", source_dest_check = false},
  {arn = "m", requester_managed = false, interface_type = "nat_gateway", source_dest_check = false},
  {arn = "o", requester_managed = false, interface_type = "interface", source_dest_check = true},
]
expect = "pass"
*/

/*
title = "Network ACL should be used by a subnet"
layer = "infrastructure"
severity = "low"
why = "A network ACL that no subnet uses protects nothing. Whoever reads it takes it for a protection, and whoever needs one in a hurry may associate one that nobody has looked at for years."
fix = "aws ec2 delete-network-acl --network-acl-id NETWORK_ACL_ID"
url = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html"

[[example]]
ec2_network_acl = [{arn = "n", is_default = false, subnet_ids = ["subnet-1"]}]
expect = "pass"

[[example]]
ec2_network_acl = [{arn = "n", is_default = false, subnet_ids = []}]
expect = "fail"

# AWS never lets go of a default one.
[[example]]
ec2_network_acl = [{arn = "n", is_default = true, subnet_ids = []}]
expect = "pass"

[[example]]
ec2_network_acl = [{arn = "n", is_default = false}]
expect = "unknown"

[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = []}]
expect = "unknown"
*/
select
  arn as resource,
  is_default or array_length(subnet_ids) > 0 as ok,
  case
    when is_default then 'it is the default one of ' || vpc_id
    else array_length(subnet_ids) || ' subnets use it'
  end as reason
from estate.ec2_network_acl

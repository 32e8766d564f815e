/*
title = "Account should have no default VPC"
layer = "infrastructure"
severity = "low"
why = "A default VPC has a public subnet in each zone, and instances there get public addresses: what somebody starts without naming a network is on the internet."
fix = "Where nothing runs in it, delete its subnets, its internet gateway and the VPC: ringwall fix --rule ec2.default_vpc_is_removed. It comes back with aws ec2 create-default-vpc."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/work-with-default-vpc.html"

[[example]]
ec2_vpc = [{arn = "v", is_default = false}]
expect = "pass"

[[example]]
ec2_vpc = [{arn = "v", is_default = true}]
expect = "fail"

[[example]]
ec2_vpc = [{arn = "v"}]
expect = "unknown"
*/
select
  arn as resource,
  not is_default as ok,
  case when is_default then 'it is the default one' else 'it is not a default one' end as reason
from estate.ec2_vpc

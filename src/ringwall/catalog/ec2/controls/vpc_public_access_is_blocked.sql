/*
title = "VPC Block Public Access should block internet gateways"
layer = "infrastructure"
severity = "medium"
why = "With it, no internet gateway carries traffic from outside into any VPC of the account and Region, whatever routes, network ACLs and security groups say. What is public on purpose is excluded by name."
fix = "Exclude the VPCs that are public on purpose, then turn it on: aws ec2 modify-vpc-block-public-access-options --internet-gateway-block-mode block-ingress. An organization policy of the type for EC2 does so in all accounts."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html"

[[example]]
ec2_vpc_block_public_access_options = [{arn = "o", internet_gateway_block_mode = "block-ingress"}]
expect = "pass"

[[example]]
ec2_vpc_block_public_access_options = [{arn = "o", internet_gateway_block_mode = "block-bidirectional"}]
expect = "pass"

[[example]]
ec2_vpc_block_public_access_options = [{arn = "o", internet_gateway_block_mode = "off"}]
expect = "fail"

[[example]]
ec2_vpc_block_public_access_options = [{arn = "o"}]
expect = "unknown"
*/
select
  arn as resource,
  internet_gateway_block_mode in ('block-ingress', 'block-bidirectional') as ok,
  'the mode is ' || internet_gateway_block_mode as reason
from estate.ec2_vpc_block_public_access_options

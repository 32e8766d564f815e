/*
title = "EC2 instance should not have a public IP address"
layer = "infrastructure"
severity = "medium"
why = "With a public address, the security group is the only protection in front of the instance. Behind a load balancer or a NAT gateway, one wrong rule does not expose it."
fix = "Disassociate an Elastic IP address: aws ec2 disassociate-address --association-id ASSOCIATION_ID. Remove an address that the subnet assigned: aws ec2 modify-network-interface-attribute --network-interface-id ENI_ID --no-associate-public-ip-address"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html"

[[example]]
ec2_instance = [{arn = "i", state = "running", public_ip_address = "", public_ips = []}]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "running", public_ip_address = "198.51.100.7", public_ips = ["198.51.100.7"]}]
expect = "fail"

# An Elastic IP address of the second interface, which PublicIpAddress does not show.
[[example]]
ec2_instance = [{arn = "i", state = "running", public_ip_address = "", public_ips = ["198.51.100.8"]}]
expect = "fail"

# A terminated instance is out of scope.
[[example]]
ec2_instance = [
  {arn = "i", state = "terminated", public_ip_address = "198.51.100.7", public_ips = []},
  {arn = "j", state = "running", public_ip_address = "", public_ips = []},
]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "running", public_ips = []}]
expect = "unknown"

[[example]]
ec2_instance = [{arn = "i", state = "running", public_ip_address = ""}]
expect = "unknown"
*/
select
  i.arn as resource,
  -- Where the state is not known, it may be out of scope: only then the last part is not false.
  (i.public_ip_address = '' and array_length(i.public_ips) = 0) or i.state = 'terminated' as ok,
  case
    when i.public_ip_address <> '' then 'PublicIpAddress is ' || i.public_ip_address
    when array_length(i.public_ips) > 0 then 'a network interface has ' || i.public_ips[1]
    else 'no network interface has a public IPv4 address'
  end as reason
from estate.ec2_instance i
where coalesce(i.state, '') <> 'terminated'

/*
title = "EC2 launch template should not give public IP addresses"
layer = "infrastructure"
severity = "high"
why = "Every instance that is launched from the template is on the internet at once, and its security group is all that protects it."
fix = "Make a version without the address and let it be the default: aws ec2 create-launch-template-version --launch-template-id ID --source-version 1 --launch-template-data file://data.json with AssociatePublicIpAddress=false, then aws ec2 modify-launch-template --launch-template-id ID --default-version NUMBER"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-launch-template.html"

[[example]]
ec2_launch_template = [{arn = "t", associate_public_ip_address = false, network_interface_ids = []}]
expect = "pass"

[[example]]
ec2_launch_template = [{arn = "t", associate_public_ip_address = true, network_interface_ids = []}]
expect = "fail"

# It names an interface that has a public address, and one that has none.
[[example]]
ec2_launch_template = [{arn = "t", associate_public_ip_address = false, network_interface_ids = ["eni-1", "eni-2"]}]
ec2_network_interface = [
  {arn = "n", network_interface_id = "eni-1", public_ips = []},
  {arn = "m", network_interface_id = "eni-2", public_ips = ["198.51.100.7"]},
]
expect = "fail"

[[example]]
ec2_launch_template = [{arn = "t", associate_public_ip_address = false, network_interface_ids = ["eni-1"]}]
ec2_network_interface = [
  {arn = "n", network_interface_id = "eni-1", public_ips = []},
  {arn = "m", network_interface_id = "eni-2", public_ips = ["198.51.100.7"]},
]
expect = "pass"

# The interface that it names was not read.
[[example]]
ec2_launch_template = [{arn = "t", associate_public_ip_address = false, network_interface_ids = ["eni-1"]}]
expect = "unknown"

[[example]]
ec2_launch_template = [{arn = "t", network_interface_ids = []}]
expect = "unknown"

[[example]]
ec2_launch_template = [{arn = "t", associate_public_ip_address = false}]
expect = "unknown"
*/
with named as (
  select t.arn, t.account_id, t.region, unnest(t.network_interface_ids) as network_interface_id
  from estate.ec2_launch_template t
),
judged as (
  select
    d.arn,
    bool_or(array_length(n.public_ips) > 0) as is_public,
    count(*) > count(n.public_ips) as is_doubtful,
    min(case when array_length(n.public_ips) > 0 then d.network_interface_id end) as interface
  from named d
  left join estate.ec2_network_interface n
    on n.account_id = d.account_id
    and n.region = d.region
    and n.network_interface_id = d.network_interface_id
  group by d.arn
)
select
  t.arn as resource,
  case
    when t.associate_public_ip_address or j.is_public then false
    when t.associate_public_ip_address is null
      or t.network_interface_ids is null
      or j.is_doubtful then null
    else true
  end as ok,
  case
    when t.associate_public_ip_address then 'AssociatePublicIpAddress is true'
    when j.is_public then j.interface || ' has a public address'
    else 'no interface of the default version gets a public address'
  end as reason
from estate.ec2_launch_template t
left join judged j on j.arn = t.arn

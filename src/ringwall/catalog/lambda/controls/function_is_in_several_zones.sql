/*
title = "Lambda function in a VPC should be in several zones"
layer = "infrastructure"
severity = "medium"
why = "When the zone of its only subnet fails, nothing invokes the function until somebody has noticed: what should react to an attack, too."
fix = "aws lambda update-function-configuration --function-name NAME --vpc-config SubnetIds=SUBNET_ID,SUBNET_ID,SecurityGroupIds=GROUP_ID"
url = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html"

[[example]]
lambda_function = [{arn = "f", subnet_ids = ["subnet-1", "subnet-2"]}]
ec2_subnet = [
  {arn = "s", subnet_id = "subnet-1", availability_zone = "eu-west-1a"},
  {arn = "t", subnet_id = "subnet-2", availability_zone = "eu-west-1b"},
]
expect = "pass"

[[example]]
lambda_function = [{arn = "f", subnet_ids = ["subnet-1"]}]
ec2_subnet = [{arn = "s", subnet_id = "subnet-1", availability_zone = "eu-west-1a"}]
expect = "fail"

# Two subnets of one zone.
[[example]]
lambda_function = [{arn = "f", subnet_ids = ["subnet-1", "subnet-2"]}]
ec2_subnet = [
  {arn = "s", subnet_id = "subnet-1", availability_zone = "eu-west-1a"},
  {arn = "t", subnet_id = "subnet-2", availability_zone = "eu-west-1a"},
]
expect = "fail"

# It is in no VPC.
[[example]]
lambda_function = [{arn = "f", subnet_ids = []}]
expect = "pass"

# The subnets are shared by another account, and may be in one zone or two.
[[example]]
lambda_function = [{arn = "f", subnet_ids = ["subnet-1", "subnet-2"]}]
ec2_subnet = [{arn = "s", subnet_id = "subnet-1", availability_zone = "eu-west-1a"}]
expect = "unknown"

[[example]]
lambda_function = [{arn = "f"}]
expect = "unknown"
*/
with used as (
  select f.arn, f.account_id, f.region, unnest(f.subnet_ids) as subnet_id
  from estate.lambda_function f
),
judged as (
  select
    u.arn,
    count(*) as subnets,
    count(distinct s.availability_zone) as zones,
    count(*) > count(s.availability_zone) as is_doubtful
  from used u
  left join estate.ec2_subnet s
    on s.account_id = u.account_id
    and s.region = u.region
    and s.subnet_id = u.subnet_id
  group by u.arn
)
select
  f.arn as resource,
  case
    when array_length(f.subnet_ids) = 0 then true
    when j.zones > 1 then true
    when f.subnet_ids is null or (j.is_doubtful and j.subnets > 1) then null
    else j.zones > 1
  end as ok,
  case
    when array_length(f.subnet_ids) = 0 then 'it is in no VPC'
    else 'it has ' || j.subnets || ' subnets in ' || j.zones || ' zones that are known'
  end as reason
from estate.lambda_function f
left join judged j on j.arn = f.arn

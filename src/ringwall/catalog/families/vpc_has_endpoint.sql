/*
doc = "Can what is in a VPC reach a service through an endpoint?"
layer = "infrastructure"

[parameters.service]
kind = "value"
doc = "The service as the end of the endpoint's service name: ecr.api."
sample = "service"

[parameters.kinds]
kind = "value"
doc = "The types of endpoints that do."
default = ["Interface"]

[parameters.scope]
kind = "condition"
doc = "Which VPCs v are in scope: where the Region has the service."
default = "true"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_network_interface = [{arn = "i", vpc_id = "vpc-1"}]
ec2_vpc_endpoint = [{arn = "e", vpc_id = "vpc-1", service_name = "$service", vpc_endpoint_type = "$kinds[0]", state = "available"}]
expect = "pass"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_network_interface = [{arn = "i", vpc_id = "vpc-1"}]
expect = "fail"

# An endpoint of another VPC, and one for another service.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_network_interface = [{arn = "i", vpc_id = "vpc-1"}]
ec2_vpc_endpoint = [
  {arn = "e", vpc_id = "vpc-2", service_name = "$service", vpc_endpoint_type = "$kinds[0]", state = "available"},
  {arn = "f", vpc_id = "vpc-1", service_name = "com.amazonaws.us-east-1.other", vpc_endpoint_type = "$kinds[0]", state = "available"},
]
expect = "fail"

# Nobody has accepted it yet.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_network_interface = [{arn = "i", vpc_id = "vpc-1"}]
ec2_vpc_endpoint = [{arn = "e", vpc_id = "vpc-1", service_name = "$service", vpc_endpoint_type = "$kinds[0]", state = "pendingAcceptance"}]
expect = "fail"

# Nothing is in the VPC that could call the service.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_network_interface = [{arn = "i", vpc_id = "vpc-2"}]
expect = "pass"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_network_interface = [{arn = "i", vpc_id = "vpc-1"}]
ec2_vpc_endpoint = [{arn = "e", vpc_id = "vpc-1", vpc_endpoint_type = "$kinds[0]", state = "available"}]
expect = "unknown"

[[example]]
ec2_vpc = [{arn = "v"}]
expect = "unknown"
*/
with way as (
  select
    v.arn,
    bool_or(
      e.vpc_id = v.vpc_id
      and '.' || e.service_name like '%.' || $service
      and e.vpc_endpoint_type in ($kinds)
      and lower(e.state) = 'available'
    ) as is_there,
    count(e.arn) > count(
      e.vpc_id = v.vpc_id
      and '.' || e.service_name like '%.' || $service
      and e.vpc_endpoint_type in ($kinds)
      and lower(e.state) = 'available'
    ) as is_doubtful
  from estate.ec2_vpc v
  left join estate.ec2_vpc_endpoint e
    on e.account_id = v.account_id
    and e.region = v.region
    and (e.vpc_id = v.vpc_id) is not false
  where $scope is not false
  group by v.arn
),
used as (
  select
    v.arn,
    bool_or(i.vpc_id = v.vpc_id) as is_used,
    count(i.arn) > count(i.vpc_id = v.vpc_id) as is_doubtful
  from estate.ec2_vpc v
  left join estate.ec2_network_interface i
    on i.account_id = v.account_id
    and i.region = v.region
    and (i.vpc_id = v.vpc_id) is not false
  group by v.arn
)
select
  v.arn as resource,
  case
    when w.is_there then true
    when v.vpc_id is null or w.is_doubtful then null
    when u.is_used then false
    when u.is_doubtful then null
    else true
  end as ok,
  case
    when w.is_there then 'an endpoint for ' || $service || ' is available'
    when u.is_used then v.vpc_id || ' has no endpoint for ' || $service
    else 'nothing in the VPC could call ' || $service
  end as reason
from estate.ec2_vpc v
join way w on w.arn = v.arn
join used u on u.arn = v.arn

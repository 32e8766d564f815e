/*
title = "Route table should have narrow routes to peers"
layer = "infrastructure"
severity = "medium"
why = "A route to all of a peer's VPC lets every machine here try every machine there: who gets into one network is in both."
fix = "Make routes to the subnets that are needed, then delete the wide one: aws ec2 create-route --route-table-id TABLE_ID --destination-cidr-block SUBNET_CIDR --vpc-peering-connection-id PEERING_ID; aws ec2 delete-route --route-table-id TABLE_ID --destination-cidr-block WIDE_CIDR"
url = "https://docs.aws.amazon.com/vpc/latest/peering/peering-configurations-partial-access.html"

[[example]]
ec2_route_table = [{arn = "t"}]
ec2_route = [{arn = "t", vpc_id = "vpc-1", target = "pcx-1", destination_cidr_block = "10.2.3.0/24", destination_ipv6_cidr_block = "", destination_prefix_list_id = ""}]
ec2_vpc_peering_connection = [{arn = "p", vpc_peering_connection_id = "pcx-1", requester_vpc_id = "vpc-1", accepter_vpc_id = "vpc-2", requester_cidr_blocks = ["10.1.0.0/24"], accepter_cidr_blocks = ["10.2.0.0/16", "10.9.0.0/28", "2001:db8::/56"]}]
expect = "pass"

# All of the peer's VPC, seen from the one that was asked.
[[example]]
ec2_route_table = [{arn = "t"}]
ec2_route = [{arn = "t", vpc_id = "vpc-2", target = "pcx-1", destination_cidr_block = "10.1.0.0/16", destination_ipv6_cidr_block = "", destination_prefix_list_id = ""}]
ec2_vpc_peering_connection = [{arn = "p", vpc_peering_connection_id = "pcx-1", requester_vpc_id = "vpc-1", accepter_vpc_id = "vpc-2", requester_cidr_blocks = ["10.1.0.0/16"], accepter_cidr_blocks = ["10.2.0.0/16"]}]
expect = "fail"

# All private networks.
[[example]]
ec2_route_table = [{arn = "t"}]
ec2_route = [{arn = "t", vpc_id = "vpc-1", target = "pcx-1", destination_cidr_block = "10.0.0.0/8", destination_ipv6_cidr_block = "", destination_prefix_list_id = ""}]
ec2_vpc_peering_connection = [{arn = "p", vpc_peering_connection_id = "pcx-1", requester_vpc_id = "vpc-1", accepter_vpc_id = "vpc-2", requester_cidr_blocks = ["10.1.0.0/16"], accepter_cidr_blocks = ["10.2.0.0/16"]}]
expect = "fail"

# All of the peer's IPv6 block.
[[example]]
ec2_route_table = [{arn = "t"}]
ec2_route = [{arn = "t", vpc_id = "vpc-1", target = "pcx-1", destination_cidr_block = "", destination_ipv6_cidr_block = "2001:db8::/56", destination_prefix_list_id = ""}]
ec2_vpc_peering_connection = [{arn = "p", vpc_peering_connection_id = "pcx-1", requester_vpc_id = "vpc-1", accepter_vpc_id = "vpc-2", requester_cidr_blocks = ["10.1.0.0/16"], accepter_cidr_blocks = ["10.2.0.0/16", "2001:db8::/56"]}]
expect = "fail"

# A route to another target, however wide.
[[example]]
ec2_route_table = [{arn = "t"}]
ec2_route = [{arn = "t", vpc_id = "vpc-1", target = "nat-1", destination_cidr_block = "0.0.0.0/0", destination_ipv6_cidr_block = "", destination_prefix_list_id = ""}]
expect = "pass"

[[example]]
ec2_route_table = [{arn = "t"}]
expect = "pass"

# The blocks of the peer are not known: nobody has accepted the connection.
[[example]]
ec2_route_table = [{arn = "t"}]
ec2_route = [{arn = "t", vpc_id = "vpc-1", target = "pcx-1", destination_cidr_block = "10.2.3.0/24", destination_ipv6_cidr_block = "", destination_prefix_list_id = ""}]
ec2_vpc_peering_connection = [{arn = "p", vpc_peering_connection_id = "pcx-1", requester_vpc_id = "vpc-1", accepter_vpc_id = "vpc-2", requester_cidr_blocks = ["10.1.0.0/16"], accepter_cidr_blocks = []}]
expect = "unknown"

# What is in the prefix list is not known.
[[example]]
ec2_route_table = [{arn = "t"}]
ec2_route = [{arn = "t", vpc_id = "vpc-1", target = "pcx-1", destination_cidr_block = "", destination_ipv6_cidr_block = "", destination_prefix_list_id = "pl-1"}]
ec2_vpc_peering_connection = [{arn = "p", vpc_peering_connection_id = "pcx-1", requester_vpc_id = "vpc-1", accepter_vpc_id = "vpc-2", requester_cidr_blocks = ["10.1.0.0/16"], accepter_cidr_blocks = ["10.2.0.0/16"]}]
expect = "unknown"

[[example]]
ec2_route_table = [{arn = "t"}]
ec2_route = [{arn = "t", vpc_id = "vpc-1", destination_cidr_block = "10.2.0.0/16", destination_ipv6_cidr_block = "", destination_prefix_list_id = ""}]
expect = "unknown"
*/
with route as (
  select
    r.arn,
    r.account_id,
    r.region,
    r.vpc_id,
    r.target,
    case
      when r.destination_cidr_block = '' then nullif(r.destination_ipv6_cidr_block, '')
      else r.destination_cidr_block
    end as destination
  from estate.ec2_route r
  where (r.target like 'pcx-%') is not false
),
block as (
  select account_id, region, vpc_peering_connection_id, requester_vpc_id as from_vpc_id,
    unnest(accepter_cidr_blocks) as cidr
  from estate.ec2_vpc_peering_connection
  union all
  select account_id, region, vpc_peering_connection_id, accepter_vpc_id as from_vpc_id,
    unnest(requester_cidr_blocks) as cidr
  from estate.ec2_vpc_peering_connection
),
compared as (
  select
    r.arn,
    r.target,
    r.destination,
    bool_or(r.destination = b.cidr)
      or try_cast(split_part(r.destination, '/', 2) as bigint) < min(
        case
          when contains(r.destination, ':') = contains(b.cidr, ':')
          then try_cast(split_part(b.cidr, '/', 2) as bigint)
        end
      ) as is_as_wide
  from route r
  left join block b
    on b.account_id = r.account_id
    and b.region = r.region
    and b.vpc_peering_connection_id = r.target
    and b.from_vpc_id = r.vpc_id
  group by r.arn, r.target, r.destination
),
judged as (
  select
    arn,
    bool_or(is_as_wide) as is_wide,
    count(*) > count(is_as_wide) as is_doubtful,
    min(case when is_as_wide then destination || ' to ' || target end) as wide
  from compared
  group by arn
)
select
  t.arn as resource,
  case
    when j.arn is null then true
    when j.is_wide then false
    when j.is_doubtful then null
    else true
  end as ok,
  case
    when j.arn is null then 'it has no route to a peer'
    when j.is_wide then 'the route ' || j.wide || ' is as wide as the VPC there'
    else 'its routes to peers are narrower than the VPCs there'
  end as reason
from estate.ec2_route_table t
left join judged j on j.arn = t.arn

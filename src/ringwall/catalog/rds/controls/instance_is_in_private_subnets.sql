/*
title = "Database instance should not be in subnets with a route to an internet gateway"
layer = "infrastructure"
severity = "high"
why = "In a public subnet one setting, PubliclyAccessible, and one rule of a security group are all that keeps the internet from the database. In a private one there is no way to it at all."
fix = "aws rds create-db-subnet-group --db-subnet-group-name PRIVATE --db-subnet-group-description private --subnet-ids PRIVATE_SUBNET_1 PRIVATE_SUBNET_2, then aws rds modify-db-instance --db-instance-identifier NAME --db-subnet-group-name PRIVATE --apply-immediately (a group of the same VPC needs a detour: https://repost.aws/knowledge-center/rds-move-to-private-subnet)"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"

# The main route table of the VPC leads to the internet; the subnet has one of its own.
[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", vpc_id = "v", subnet_ids = ["s-1"]}]
ec2_route_table = [
  {arn = "t", vpc_id = "v", is_main = false},
  {arn = "m", vpc_id = "v", is_main = true},
]
ec2_route = [
  {arn = "t", target = "local", state = "active"},
  {arn = "m", target = "igw-1", state = "active"},
]
ec2_subnet_route_table_association = [{arn = "t", subnet_id = "s-1"}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", vpc_id = "v", subnet_ids = ["s-1"]}]
ec2_route_table = [
  {arn = "t", vpc_id = "v", is_main = false},
  {arn = "m", vpc_id = "v", is_main = true},
]
ec2_route = [
  {arn = "t", target = "local", state = "active"},
  {arn = "t", target = "igw-1", state = "active"},
]
ec2_subnet_route_table_association = [{arn = "t", subnet_id = "s-1"}]
expect = "fail"

# A subnet without a route table of its own uses the main one of its VPC.
[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", vpc_id = "v", subnet_ids = ["s-1"]}]
ec2_route_table = [
  {arn = "t", vpc_id = "v", is_main = false},
  {arn = "m", vpc_id = "v", is_main = true},
]
ec2_route = [
  {arn = "t", target = "local", state = "active"},
  {arn = "m", target = "igw-1", state = "active"},
]
expect = "fail"

# The main route table of another VPC.
[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", vpc_id = "w", subnet_ids = ["s-1"]}]
ec2_route_table = [
  {arn = "t", vpc_id = "v", is_main = false},
  {arn = "m", vpc_id = "v", is_main = true},
  {arn = "n", vpc_id = "w", is_main = true},
]
ec2_route = [
  {arn = "n", target = "local", state = "active"},
  {arn = "m", target = "igw-1", state = "active"},
]
expect = "pass"

# One of two subnets is public.
[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", vpc_id = "v", subnet_ids = ["s-1", "s-2"]}]
ec2_route_table = [
  {arn = "t", vpc_id = "v", is_main = false},
  {arn = "m", vpc_id = "v", is_main = true},
]
ec2_route = [
  {arn = "t", target = "local", state = "active"},
  {arn = "m", target = "igw-1", state = "active"},
]
ec2_subnet_route_table_association = [{arn = "t", subnet_id = "s-1"}]
expect = "fail"

# The gateway is gone, and a NAT gateway only lets the database out.
[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", vpc_id = "v", subnet_ids = ["s-1"]}]
ec2_route_table = [
  {arn = "t", vpc_id = "v", is_main = false},
  {arn = "m", vpc_id = "v", is_main = true},
]
ec2_route = [
  {arn = "t", target = "local", state = "active"},
  {arn = "t", target = "igw-1", state = "blackhole"},
  {arn = "t", target = "nat-1", state = "active"},
]
ec2_subnet_route_table_association = [{arn = "t", subnet_id = "s-1"}]
expect = "pass"

# Neptune and DocumentDB are not judged here.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "postgres", vpc_id = "v", subnet_ids = ["s-1"]},
  {arn = "e", engine = "docdb", vpc_id = "v", subnet_ids = ["s-2"]},
]
ec2_route_table = [
  {arn = "t", vpc_id = "v", is_main = false},
  {arn = "m", vpc_id = "v", is_main = true},
]
ec2_route = [
  {arn = "t", target = "local", state = "active"},
  {arn = "m", target = "igw-1", state = "active"},
]
ec2_subnet_route_table_association = [{arn = "t", subnet_id = "s-1"}]
expect = "pass"

# The subnet is another account's, whose route tables are not known.
[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", vpc_id = "v", subnet_ids = ["s-1"]}]
ec2_route_table = [
]
ec2_route = [
]
expect = "unknown"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", vpc_id = "v"}]
expect = "unknown"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", vpc_id = "v", subnet_ids = ["s-1"]}]
ec2_route_table = [
  {arn = "t", vpc_id = "v", is_main = false},
  {arn = "m", vpc_id = "v", is_main = true},
]
ec2_route = [
  {arn = "t", target = "local", state = "active"},
  {arn = "t", target = "igw-1"},
]
ec2_subnet_route_table_association = [{arn = "t", subnet_id = "s-1"}]
expect = "unknown"
*/
with subnet as (
  select d.arn, d.account_id, d.region, d.vpc_id, unnest(d.subnet_ids) as subnet_id
  from estate.rds_db_instance d
),
associated as (
  select
    s.arn,
    s.account_id,
    s.region,
    s.vpc_id,
    s.subnet_id,
    min(case when a.subnet_id = s.subnet_id then a.arn end) as table_arn,
    count(a.arn) > count(a.subnet_id) as is_doubtful
  from subnet s
  left join estate.ec2_subnet_route_table_association a
    on a.account_id = s.account_id
    and a.region = s.region
    and (a.subnet_id = s.subnet_id) is not false
  group by s.arn, s.account_id, s.region, s.vpc_id, s.subnet_id
),
routed as (
  select
    a.arn,
    a.subnet_id,
    case
      when a.table_arn is not null then a.table_arn
      when not a.is_doubtful then m.arn
    end as table_arn
  from associated a
  left join estate.ec2_route_table m
    on m.account_id = a.account_id
    and m.region = a.region
    and m.vpc_id = a.vpc_id
    and m.is_main
),
route as (
  select r.arn, r.target like 'igw-%' and r.state = 'active' as leads_out
  from estate.ec2_route r
),
route_table as (
  select
    r.arn,
    case
      when bool_or(r.leads_out) then true
      when count(*) = count(r.leads_out) then false
    end as is_public
  from route r
  group by r.arn
),
judged as (
  select
    s.arn,
    bool_or(t.is_public) as is_public,
    count(*) > count(t.is_public) as is_doubtful,
    coalesce(min(case when t.is_public then s.subnet_id end), 'a subnet') as subnet_id
  from routed s
  left join route_table t on t.arn = s.table_arn
  group by s.arn
)
select
  d.arn as resource,
  case
    when d.engine not in ('docdb', 'neptune') and j.is_public then false
    when d.engine not in ('docdb', 'neptune') and not j.is_doubtful then true
  end as ok,
  case
    when j.is_public then j.subnet_id || ' has a route to an internet gateway'
    when j.is_doubtful then 'the route table of a subnet is not known'
    else 'no subnet has a route to an internet gateway'
  end as reason
from estate.rds_db_instance d
left join judged j on j.arn = d.arn
where (d.engine not in ('docdb', 'neptune')) is not false

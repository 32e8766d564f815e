/*
title = "VPC should have flow logs enabled"
layer = "detection"
severity = "medium"
why = "Without flow logs you cannot find out which addresses a compromised instance talked to, how much data left, or which hosts it tried next."
fix = "aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC_ID --traffic-type ALL --log-destination-type s3 --log-destination arn:aws:s3:::LOG_BUCKET"
url = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_flow_log = [{arn = "f", logged_resource_id = "vpc-1", flow_log_status = "ACTIVE", deliver_logs_status = "SUCCESS", traffic_type = "ALL"}]
expect = "pass"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
expect = "fail"

# A log of one subnet, and one of another VPC.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_flow_log = [
  {arn = "f", logged_resource_id = "subnet-1", flow_log_status = "ACTIVE", deliver_logs_status = "SUCCESS", traffic_type = "ALL"},
  {arn = "h", logged_resource_id = "vpc-2", flow_log_status = "ACTIVE", deliver_logs_status = "SUCCESS", traffic_type = "ALL"},
]
expect = "fail"

# The log exists, but its delivery fails.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_flow_log = [{arn = "f", logged_resource_id = "vpc-1", flow_log_status = "ACTIVE", deliver_logs_status = "FAILED", traffic_type = "ALL"}]
expect = "fail"

# Only accepted traffic: rejected attempts leave no trace.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_flow_log = [{arn = "f", logged_resource_id = "vpc-1", flow_log_status = "ACTIVE", deliver_logs_status = "SUCCESS", traffic_type = "ACCEPT"}]
expect = "fail"

# A new log has not delivered yet; one that works is enough.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_flow_log = [
  {arn = "f", logged_resource_id = "vpc-1", flow_log_status = "ACTIVE", deliver_logs_status = "FAILED", traffic_type = "ALL"},
  {arn = "h", logged_resource_id = "vpc-1", flow_log_status = "ACTIVE", deliver_logs_status = "", traffic_type = "REJECT"},
]
expect = "pass"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
ec2_flow_log = [{arn = "f", logged_resource_id = "vpc-1", flow_log_status = "ACTIVE", deliver_logs_status = "SUCCESS"}]
expect = "unknown"

[[example]]
ec2_vpc = [{arn = "v"}]
expect = "unknown"
*/
with flow as (
  select
    f.account_id,
    f.region,
    f.logged_resource_id,
    f.flow_log_status = 'ACTIVE'
      and f.deliver_logs_status <> 'FAILED'
      and f.traffic_type in ('ALL', 'REJECT') as works,
    'status ' || f.flow_log_status || ', delivery ' || f.deliver_logs_status
      || ', traffic ' || f.traffic_type as said
  from estate.ec2_flow_log f
),
judged as (
  select
    account_id,
    region,
    logged_resource_id,
    bool_or(works) as works,
    count(*) > count(works) as is_doubtful,
    coalesce(min(said), 'not read in full') as said
  from flow
  where logged_resource_id is not null
  group by account_id, region, logged_resource_id
),
-- A log whose resource is not known may be the log of this VPC.
unplaced as (
  select account_id, region
  from flow
  where logged_resource_id is null
  group by account_id, region
)
select
  v.arn as resource,
  case
    when j.works then true
    when v.vpc_id is null or unplaced.account_id is not null or j.is_doubtful then null
    else false
  end as ok,
  case
    when j.works then 'a flow log is active'
    when j.works is null and j.said is null then 'the VPC has no flow log'
    else 'flow log: ' || j.said
  end as reason
from estate.ec2_vpc v
left join judged j
  on j.account_id = v.account_id
  and j.region = v.region
  and j.logged_resource_id = v.vpc_id
left join unplaced on unplaced.account_id = v.account_id and unplaced.region = v.region

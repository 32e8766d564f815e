/*
doc = "Has a VPC an association, of a kind that a table lists?"

[parameters.table]
kind = "table"
doc = "The table of the associations."
needs = "vpc_id and status"

[parameters.working]
kind = "value"
doc = "The values of status with which an association works."
sample = ["GOOD_STATUS"]

[parameters.status]
kind = "value"
doc = "One of them, for the examples."
sample = "GOOD_STATUS"

[parameters.broken]
kind = "value"
doc = "A value of status with which it does not."
sample = "BAD_STATUS"

[parameters.present]
kind = "value"
doc = "The reason where there is one."
sample = "an association is there"

[parameters.absent]
kind = "value"
doc = "The reason where there is none."
sample = "no association is there"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
"$table" = [{arn = "a", vpc_id = "vpc-1", status = "$status"}]
expect = "pass"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
"$table" = [{arn = "a", vpc_id = "vpc-1", status = "$broken"}]
expect = "fail"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
expect = "fail"

# Another VPC's.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
"$table" = [{arn = "a", vpc_id = "vpc-2", status = "$status"}]
expect = "fail"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
"$table" = [{arn = "a", vpc_id = "vpc-1"}]
expect = "unknown"
*/
with associated as (
  select
    v.arn,
    bool_or(a.vpc_id = v.vpc_id and a.status in ($working)) as is_there,
    count(a.arn) > count(a.vpc_id = v.vpc_id and a.status in ($working)) as is_doubtful
  from estate.ec2_vpc v
  left join estate.$table a
    on a.account_id = v.account_id
    and a.region = v.region
    and (a.vpc_id = v.vpc_id) is not false
  group by v.arn
)
select
  arn as resource,
  case
    when is_there then true
    when is_doubtful then null
    else false
  end as ok,
  case when is_there then $present else $absent end as reason
from associated

/*
title = "DynamoDB table should scale its capacity with demand"
layer = "response"
severity = "medium"
why = "A table with fixed capacity refuses requests when more of them come than somebody planned for: anyone who sends many can make it useless for others."
fix = "aws dynamodb update-table --table-name NAME --billing-mode PAY_PER_REQUEST, or aws application-autoscaling register-scalable-target --service-namespace dynamodb --resource-id table/NAME --scalable-dimension dynamodb:table:ReadCapacityUnits --min-capacity MIN --max-capacity MAX, and the same for WriteCapacityUnits, each with a scaling policy"
url = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html"

[[example]]
dynamodb_table = [{arn = "t", table_name = "orders", billing_mode = "PAY_PER_REQUEST"}]
expect = "pass"

[[example]]
dynamodb_table = [{arn = "t", table_name = "orders", billing_mode = ""}]
applicationautoscaling_scalable_target = [
  {arn = "Read", scaled_resource = "table/orders", scalable_dimension = "dynamodb:table:ReadCapacityUnits"},
  {arn = "Write", scaled_resource = "table/orders", scalable_dimension = "dynamodb:table:WriteCapacityUnits"},
]
expect = "pass"

[[example]]
dynamodb_table = [{arn = "t", table_name = "orders", billing_mode = ""}]
expect = "fail"

# Only reads are scaled.
[[example]]
dynamodb_table = [{arn = "t", table_name = "orders", billing_mode = ""}]
applicationautoscaling_scalable_target = [{arn = "Read", scaled_resource = "table/orders", scalable_dimension = "dynamodb:table:ReadCapacityUnits"}]
expect = "fail"

# Another table, an index of this one, and one of another Region.
[[example]]
dynamodb_table = [{arn = "t", table_name = "orders", billing_mode = ""}]
applicationautoscaling_scalable_target = [
  {arn = "Read", scaled_resource = "table/orders", scalable_dimension = "dynamodb:table:ReadCapacityUnits"},
  {arn = "Write", scaled_resource = "table/other", scalable_dimension = "dynamodb:table:WriteCapacityUnits"},
  {arn = "i", scaled_resource = "table/orders/index/by-day", scalable_dimension = "dynamodb:index:WriteCapacityUnits"},
  {arn = "Write", scaled_resource = "table/orders", scalable_dimension = "dynamodb:table:WriteCapacityUnits", region = "us-east-1"},
]
expect = "fail"

[[example]]
dynamodb_table = [{arn = "t", table_name = "orders"}]
expect = "unknown"

[[example]]
dynamodb_table = [{arn = "t", table_name = "orders", billing_mode = ""}]
applicationautoscaling_scalable_target = [
  {arn = "Read", scaled_resource = "table/orders", scalable_dimension = "dynamodb:table:ReadCapacityUnits"},
  {arn = "w", scaled_resource = "table/orders"},
]
expect = "unknown"
*/
with target as (
  select
    t.arn,
    case
      when s.arn is null then false
      else s.scaled_resource = 'table/' || t.table_name
        and s.scalable_dimension = 'dynamodb:table:ReadCapacityUnits'
    end as is_read,
    case
      when s.arn is null then false
      else s.scaled_resource = 'table/' || t.table_name
        and s.scalable_dimension = 'dynamodb:table:WriteCapacityUnits'
    end as is_write
  from estate.dynamodb_table t
  left join estate.applicationautoscaling_scalable_target s
    on s.account_id = t.account_id
    and s.region = t.region
    and (s.scaled_resource = 'table/' || t.table_name) is not false
),
scaled as (
  select
    arn,
    case
      when bool_or(is_read) then true
      when count(*) = count(is_read) then false
    end as reads,
    case
      when bool_or(is_write) then true
      when count(*) = count(is_write) then false
    end as writes
  from target
  group by arn
)
select
  t.arn as resource,
  case
    when t.billing_mode = 'PAY_PER_REQUEST' then true
    when t.billing_mode is not null then s.reads and s.writes
  end as ok,
  case
    when t.billing_mode = 'PAY_PER_REQUEST' then 'its capacity is on demand'
    when s.reads and s.writes then 'reads and writes are scaled'
    when s.reads then 'the capacity of writes is fixed'
    when s.writes then 'the capacity of reads is fixed'
    else 'its capacity is fixed'
  end as reason
from estate.dynamodb_table t
left join scaled s on s.arn = t.arn

/*
doc = "Does a subscription of the Region send the events of a kind of source, where there are any?"
layer = "detection"

[parameters.source]
kind = "value"
doc = "The type of the sources: db-instance, db-cluster, ..."
sample = "db-proxy"

[parameters.categories]
kind = "value"
doc = "The categories of events."
sample = ["failure"]

[[example]]
account_region = [{arn = "r"}]
rds_event_subscription = [{arn = "s", enabled = true, source_type = "$source", event_categories = "$categories"}]
expect = "pass"

# All categories of all sources.
[[example]]
account_region = [{arn = "r"}]
rds_event_subscription = [{arn = "s", enabled = true, source_type = "", event_categories = []}]
expect = "pass"

# Another subscription sends something else.
[[example]]
account_region = [{arn = "r"}]
rds_event_subscription = [
  {arn = "s", enabled = true, source_type = "$source", event_categories = []},
  {arn = "t", enabled = true, source_type = "db-snapshot", event_categories = ["creation"]},
]
expect = "pass"

[[example]]
account_region = [{arn = "r"}]
rds_event_subscription = [{arn = "s", enabled = true, source_type = "$source", event_categories = ["creation"]}]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
rds_event_subscription = [{arn = "s", enabled = true, source_type = "db-snapshot", event_categories = []}]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
rds_event_subscription = [{arn = "s", enabled = false, source_type = "$source", event_categories = []}]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
rds_event_subscription = [{arn = "s", source_type = "$source", event_categories = []}]
expect = "unknown"
*/
with subscription as (
  select
    s.account_id,
    s.region,
    s.subscription_name,
    s.enabled
      and s.source_type in ($source, '')
      and case
        when s.event_categories is not null then
          len(s.event_categories) = 0
            or len(list_filter([$categories], lambda c: not list_contains(s.event_categories, c))) = 0
      end as sends
  from estate.rds_event_subscription s
),
judged as (
  select
    account_id,
    region,
    bool_or(sends) as is_sent,
    count(*) > count(sends) as is_doubtful,
    coalesce(min(case when sends then subscription_name end), 'a subscription') as subscription_name
  from subscription
  group by account_id, region
)
select
  r.arn as resource,
  case
    when j.is_sent then true
    when j.is_doubtful then null
    else false
  end as ok,
  case
    when j.is_sent then j.subscription_name || ' sends them'
    else 'no subscription of the Region sends them'
  end as reason
from estate.account_region r
-- A Region without a subscription is not judged, as AWS does not.
join judged j on j.account_id = r.account_id and j.region = r.region

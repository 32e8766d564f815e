/*
doc = "Does a metric filter on CloudTrail's log group raise an alarm at an activity?"
layer = "detection"

[parameters.words]
kind = "value"
doc = "The words of a filter pattern, letters alone, by which it sees the activity."
sample = ["CreateTrail"]

[parameters.pattern]
kind = "value"
doc = "A pattern that sees it, for the examples."
sample = "{ $.eventName = CreateTrail }"

[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", is_multi_region_trail = true, is_logging = true, cloud_watch_logs_log_group_arn = "arn:aws:logs:us-east-1:111111111111:log-group:trail:*"}]
logs_metric_filter = [{arn = "f", region = "us-east-1", log_group_name = "trail", filter_pattern = "$pattern", metric_namespace = "CIS", metric_name = "m"}]
cloudwatch_alarm = [{arn = "c", region = "us-east-1", namespace = "CIS", metric_name = "m", actions_enabled = true, alarm_actions = ["topic"]}]
expect = "pass"

# A member account, whose events the organization's trail takes to another one.
[[example]]
account_account = [{arn = "a"}, {arn = "m", account_id = "999999999999"}]
cloudtrail_trail = [
  {arn = "t", is_multi_region_trail = true, is_logging = true, cloud_watch_logs_log_group_arn = "arn:aws:logs:us-east-1:999999999999:log-group:trail:*"},
  {arn = "u", account_id = "999999999999", is_multi_region_trail = true, is_logging = true, cloud_watch_logs_log_group_arn = "arn:aws:logs:us-east-1:999999999999:log-group:trail:*"},
]
logs_metric_filter = [{arn = "f", account_id = "999999999999", region = "us-east-1", log_group_name = "trail", filter_pattern = "$pattern", metric_namespace = "CIS", metric_name = "m"}]
cloudwatch_alarm = [{arn = "c", account_id = "999999999999", region = "us-east-1", namespace = "CIS", metric_name = "m", actions_enabled = true, alarm_actions = ["topic"]}]
expect = "pass"

# The alarm tells nobody.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", is_multi_region_trail = true, is_logging = true, cloud_watch_logs_log_group_arn = "arn:aws:logs:us-east-1:111111111111:log-group:trail:*"}]
logs_metric_filter = [{arn = "f", region = "us-east-1", log_group_name = "trail", filter_pattern = "$pattern", metric_namespace = "CIS", metric_name = "m"}]
cloudwatch_alarm = [{arn = "c", region = "us-east-1", namespace = "CIS", metric_name = "m", actions_enabled = true, alarm_actions = []}]
expect = "fail"

# The metric has no alarm.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", is_multi_region_trail = true, is_logging = true, cloud_watch_logs_log_group_arn = "arn:aws:logs:us-east-1:111111111111:log-group:trail:*"}]
logs_metric_filter = [{arn = "f", region = "us-east-1", log_group_name = "trail", filter_pattern = "$pattern", metric_namespace = "CIS", metric_name = "m"}]
expect = "fail"

# The filter sees something else.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", is_multi_region_trail = true, is_logging = true, cloud_watch_logs_log_group_arn = "arn:aws:logs:us-east-1:111111111111:log-group:trail:*"}]
logs_metric_filter = [{arn = "f", region = "us-east-1", log_group_name = "trail", filter_pattern = "{ $.eventName = Other }", metric_namespace = "CIS", metric_name = "m"}]
cloudwatch_alarm = [{arn = "c", region = "us-east-1", namespace = "CIS", metric_name = "m", actions_enabled = true, alarm_actions = ["topic"]}]
expect = "fail"

# No trail reaches a log group.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", is_multi_region_trail = true, is_logging = true, cloud_watch_logs_log_group_arn = ""}]
expect = "fail"

[[example]]
account_account = [{arn = "a"}]
expect = "fail"

# The log group is in an account that was not collected.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", is_multi_region_trail = true, is_logging = true, cloud_watch_logs_log_group_arn = "arn:aws:logs:us-east-1:999999999999:log-group:trail:*"}]
expect = "unknown"

[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", is_multi_region_trail = true, is_logging = true, cloud_watch_logs_log_group_arn = "arn:aws:logs:us-east-1:111111111111:log-group:trail:*"}]
logs_metric_filter = [{arn = "f", region = "us-east-1", log_group_name = "trail", metric_namespace = "CIS", metric_name = "m"}]
cloudwatch_alarm = [{arn = "c", region = "us-east-1", namespace = "CIS", metric_name = "m", actions_enabled = true, alarm_actions = ["topic"]}]
expect = "unknown"
*/
with filter as (
  select
    f.account_id,
    f.region,
    f.log_group_name,
    f.metric_namespace,
    f.metric_name,
    -- A pattern's words are compared whole: CreatePolicyVersion is not CreatePolicy.
    case when f.filter_pattern is not null then
      len(list_filter(
        [$words],
        lambda w: not list_contains(string_split_regex(f.filter_pattern, '[^A-Za-z]+'), w)
      )) = 0
    end as sees_it
  from estate.logs_metric_filter f
),
watched as (
  select
    f.account_id,
    f.region,
    f.log_group_name,
    f.sees_it
      and case
        when a.arn is null then false
        else a.namespace = f.metric_namespace
          and a.metric_name = f.metric_name
          and a.actions_enabled
          and len(a.alarm_actions) > 0
      end as works
  from filter f
  left join estate.cloudwatch_alarm a
    on a.account_id = f.account_id
    and a.region = f.region
    and (a.namespace = f.metric_namespace) is not false
    and (a.metric_name = f.metric_name) is not false
),
trail as (
  select
    t.account_id,
    t.is_multi_region_trail and t.is_logging and t.cloud_watch_logs_log_group_arn <> '' as reaches,
    split_part(t.cloud_watch_logs_log_group_arn, ':', 5) as group_account,
    split_part(t.cloud_watch_logs_log_group_arn, ':', 4) as group_region,
    split_part(t.cloud_watch_logs_log_group_arn, ':', 7) as group_name
  from estate.cloudtrail_trail t
),
known as (
  select a.account_id
  from estate.account_account a
  group by a.account_id
),
seen as (
  select
    t.account_id,
    t.group_account,
    t.reaches
      and case
        when k.account_id is null then null
        when w.account_id is null then false
        else (w.log_group_name = t.group_name) and w.works
      end as works
  from trail t
  left join known k on k.account_id = t.group_account
  left join watched w
    on w.account_id = t.group_account
    and w.region = t.group_region
    and (w.log_group_name = t.group_name) is not false
),
judged as (
  select
    account_id,
    bool_or(works) as works,
    count(*) > count(works) as is_doubtful,
    list(group_account) as accounts
  from seen
  group by account_id
)
select
  a.arn as resource,
  case
    when j.works then true
    when j.is_doubtful then null
    else false
  end as ok,
  case
    when j.works then 'a metric filter and an alarm watch for it'
    else 'no metric filter of the trail''s log group with an alarm watches for it'
  end as reason,
  j.accounts
from estate.account_account a
left join judged j on j.account_id = a.account_id

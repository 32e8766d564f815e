/*
title = "Findings should be sent to somebody by an EventBridge rule"
layer = "detection"
severity = "medium"
why = "A finding that nobody hears of waits until somebody happens to look."
fix = "aws events put-rule --name findings --event-pattern file://pattern.json, with a pattern for the source aws.securityhub, and aws events put-targets --rule findings --targets Id=topic,Arn=TOPIC_ARN, where findings are aggregated"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cloudwatch-events.html"

[[example]]
organizations_organization = [{arn = "o"}]
events_rule = [{arn = "x", state = "ENABLED", target_arns = ["topic"], event_pattern = {source = ["aws.securityhub"]}}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o"}]
events_rule = [{arn = "x", state = "ENABLED", target_arns = ["topic"], event_pattern = {source = ["aws.s3"]}}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
events_rule = [{arn = "x"}]
expect = "unknown"
*/
with judged as (
  select
    bool_or(t.state = 'ENABLED' and len(t.target_arns) > 0 and (contains(t.event_pattern::varchar, 'aws.securityhub') or contains(t.event_pattern::varchar, 'aws.guardduty'))) as works,
    count(*) > count(t.state = 'ENABLED' and len(t.target_arns) > 0 and (contains(t.event_pattern::varchar, 'aws.securityhub') or contains(t.event_pattern::varchar, 'aws.guardduty'))) as is_doubtful,
    count(*) as many
  from estate.events_rule t
)
select
  o.arn as resource,
  case
    when j.works then true
    when j.is_doubtful then null
    else false
  end as ok,
  case when j.works then 'a rule sends findings to a target' else 'none of ' || j.many || ': a rule sends findings to a target' end as reason
from estate.organizations_organization o
cross join judged j

/*
title = "Log group should keep events for a time that somebody chose"
layer = "detection"
severity = "low"
why = "A log group without a retention keeps everything for ever, at a price that grows; sooner or later somebody deletes it all."
fix = "aws logs put-retention-policy --log-group-name NAME --retention-in-days 365"
url = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"

[[example]]
logs_log_group = [{arn = "g", retention_in_days = 365}]
expect = "pass"

[[example]]
logs_log_group = [{arn = "g", retention_in_days = 0}]
expect = "fail"

[[example]]
logs_log_group = [{arn = "g"}]
expect = "unknown"
*/
select
  g.arn as resource,
  g.retention_in_days > 0 as ok,
  case
    when g.retention_in_days = 0 then 'events are kept for ever'
    else 'events are kept for ' || g.retention_in_days || ' days'
  end as reason
from estate.logs_log_group g

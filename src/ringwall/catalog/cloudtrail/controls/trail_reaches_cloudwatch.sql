/*
title = "Trail should send events to CloudWatch Logs"
layer = "detection"
severity = "low"
why = "Log files in a bucket are read after the fact. In a log group, metric filters and alarms see an event within minutes."
fix = "aws cloudtrail update-trail --name TRAIL_ARN --cloud-watch-logs-log-group-arn LOG_GROUP_ARN --cloud-watch-logs-role-arn ROLE_ARN"
url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", cloud_watch_logs_log_group_arn = "arn:aws:logs:eu-west-1:111111111111:log-group:t:*", latest_cloud_watch_logs_delivery_error = ""}]
expect = "pass"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", cloud_watch_logs_log_group_arn = "", latest_cloud_watch_logs_delivery_error = ""}]
expect = "fail"

# It is set up, and CloudWatch refuses the events.
[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", cloud_watch_logs_log_group_arn = "arn:aws:logs:eu-west-1:111111111111:log-group:t:*", latest_cloud_watch_logs_delivery_error = "AccessDenied"}]
expect = "fail"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t"}]
expect = "unknown"
*/
select
  t.arn as resource,
  case
    when t.trail_arn = t.arn then t.cloud_watch_logs_log_group_arn <> ''
      and t.latest_cloud_watch_logs_delivery_error = ''
  end as ok,
  case
    when t.cloud_watch_logs_log_group_arn = '' then 'no log group is set'
    else 'the log group is ' || t.cloud_watch_logs_log_group_arn
  end
    || coalesce(', the delivery error is ' || nullif(t.latest_cloud_watch_logs_delivery_error, ''), '') as reason
from estate.cloudtrail_trail t
where (t.trail_arn = t.arn) is not false

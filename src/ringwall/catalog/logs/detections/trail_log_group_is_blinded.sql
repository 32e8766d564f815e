/*
family = "call_is_made"
title = "Log group of a trail lost its events, filters or alarms"
severity = "high"
why = "The log group is where events of the trail become alarms. Without its filters no alarm goes off; without it nothing is searched."
fix = "Create the log group, filters and subscriptions again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.008", "T1070"]
false_positives = "The move of alarms to EventBridge or to another product."
sources = ["logs.amazonaws.com"]
operations = [
  "DeleteLogGroup",
  "DeleteLogStream",
  "DeleteMetricFilter",
  "DeleteSubscriptionFilter",
  "PutRetentionPolicy",
]
resource = "coalesce(json_extract_string(request_parameters, '$.logGroupName'), '')"
reason = '''
operation || ' on log group '
  || coalesce(json_extract_string(request_parameters, '$.logGroupName'), '')
  || ', which holds events of a trail'
'''
condition = '''
(
  operation <> 'PutRetentionPolicy'
  or try_cast(json_extract_string(request_parameters, '$.retentionInDays') as bigint) < 30
)
and exists (
  select 1
  from estate.cloudtrail_trail t
  where t.cloud_watch_logs_log_group_arn <> ''
    and split_part(
      t.cloud_watch_logs_log_group_arn,
      ':',
      7
    ) = json_extract_string(request_parameters, '$.logGroupName')
)
'''

[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "DeleteMetricFilter", request_parameters = {logGroupName = "trail", filterName = "root-use"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
cloudtrail_trail = [{trail_name = "main", cloud_watch_logs_log_group_arn = "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "PutRetentionPolicy", request_parameters = {logGroupName = "trail", retentionInDays = 1}}]
cloudtrail_trail = [{trail_name = "main", cloud_watch_logs_log_group_arn = "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*"}]
expect = "hit"

# A log group of an application.
[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "DeleteMetricFilter", request_parameters = {logGroupName = "app", filterName = "x"}}]
cloudtrail_trail = [{trail_name = "main", cloud_watch_logs_log_group_arn = "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*"}]
expect = "quiet"

# A longer retention.
[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "PutRetentionPolicy", request_parameters = {logGroupName = "trail", retentionInDays = 365}}]
cloudtrail_trail = [{trail_name = "main", cloud_watch_logs_log_group_arn = "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*"}]
expect = "quiet"
*/

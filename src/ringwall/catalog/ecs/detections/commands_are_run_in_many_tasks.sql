/*
title = "Commands were run in many tasks"
severity = "medium"
why = "ECS Exec gives a shell in a container, with the role of the task."
fix = "Ask the owner of the principal. Read the logs of the commands, if they are kept."
attacks = ["T1609", "T1651"]
false_positives = "Developers who look for a fault."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "ecs.amazonaws.com", event_name = "ExecuteCommand", request_parameters = {cluster = "c", task = "t0", command = "/bin/sh"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ecs.amazonaws.com", event_name = "ExecuteCommand", request_parameters = {cluster = "c", task = "t1", command = "/bin/sh"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ecs.amazonaws.com", event_name = "ExecuteCommand", request_parameters = {cluster = "c", task = "t2", command = "/bin/sh"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ecs.amazonaws.com", event_name = "ExecuteCommand", request_parameters = {cluster = "c", task = "t", command = "/bin/sh"}},
  {event_source = "ecs.amazonaws.com", event_name = "ExecuteCommand", request_parameters = {cluster = "c", task = "t", command = "/bin/sh"}},
  {event_source = "ecs.amazonaws.com", event_name = "ExecuteCommand", request_parameters = {cluster = "c", task = "t", command = "/bin/sh"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ecs.amazonaws.com", event_name = "ExecuteCommand", request_parameters = {cluster = "c", task = "t0"}, error_code = "TargetNotConnectedException"},
  {event_source = "ecs.amazonaws.com", event_name = "ExecuteCommand", request_parameters = {cluster = "c", task = "t1"}, error_code = "TargetNotConnectedException"},
  {event_source = "ecs.amazonaws.com", event_name = "ExecuteCommand", request_parameters = {cluster = "c", task = "t2"}, error_code = "TargetNotConnectedException"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(min(json_extract_string(request_parameters, '$.cluster')), '') as resource,
  concat_ws(
    ' ',
    'Commands were run in',
    count(distinct json_extract_string(request_parameters, '$.task')),
    'tasks within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  array_agg(
    distinct concat_ws(
      '/',
      regexp_extract(json_extract_string(request_parameters, '$.cluster'), '[^/]+$'),
      regexp_extract(json_extract_string(request_parameters, '$.task'), '[^/]+$')
    )
  ) as entities,
  count(*) as count
from logs.cloudtrail
where event_source = 'ecs.amazonaws.com'
  and event_name = 'ExecuteCommand'
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.task')) >= 3

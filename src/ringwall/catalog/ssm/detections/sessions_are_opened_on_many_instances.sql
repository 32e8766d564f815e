/*
title = "Sessions were opened on many instances"
severity = "medium"
why = "Session Manager gives a shell on every instance with the agent. Who moves from one to the next looks for data and credentials."
fix = "Read the logs of the sessions, if they are kept, and ask the owner of the principal."
attacks = ["T1021.007", "T1651"]
false_positives = "Administrators at work on a fleet."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1"}},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1"}},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1"}},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1"}},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-0"}, error_code = "TargetNotConnected"},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1"}, error_code = "TargetNotConnected"},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-2"}, error_code = "TargetNotConnected"},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-3"}, error_code = "TargetNotConnected"},
  {event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-4"}, error_code = "TargetNotConnected"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(
    ' ',
    'Sessions were opened on',
    count(distinct json_extract_string(request_parameters, '$.target')),
    'instances within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ssm.amazonaws.com'
  and event_name in ('StartSession', 'ResumeSession')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.target')) >= 5

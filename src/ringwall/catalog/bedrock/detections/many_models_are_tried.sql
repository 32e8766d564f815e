/*
title = "Many models were tried in vain"
severity = "high"
why = "Who has stolen credentials tries one model and one Region after the other, to find what they can run."
fix = "Rotate the credentials. Look at what else they did."
attacks = ["T1496.004", "T1580"]
false_positives = "Developers who try models out, before access is granted."
window = "1h"
confidence = 75

[[example]]
cloudtrail = [
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m0"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m1"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m2"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m3"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m0"}},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m1"}},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m2"}},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m3"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, error_code = "AccessDenied"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, error_code = "AccessDenied"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, error_code = "AccessDenied"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, error_code = "AccessDenied"},
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
    count(distinct json_extract_string(request_parameters, '$.modelId')),
    'models refused the caller within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'bedrock.amazonaws.com'
  and event_name in ('InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream')
  and invoked_by = ''
  and error_code in (
    'AccessDenied',
    'AccessDeniedException',
    'ValidationException',
    'ResourceNotFoundException'
  )
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.modelId')) >= 4
  or count(distinct aws_region) >= 4

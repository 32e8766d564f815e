/*
title = "Code and environments of many functions were read"
severity = "low"
why = "Environments hold passwords and tokens, and the code says what else there is."
fix = "Ask the owner of the principal. Move secrets to Secrets Manager."
attacks = ["T1552", "T1526"]
false_positives = "Infrastructure as code and scanners of posture read all functions each time: state their roles as exceptions."
window = "1h"
confidence = 30
context = true

[[example]]
cloudtrail = [
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f5"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f6"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f7"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f8"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f9"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f10"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f11"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f12"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f13"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f14"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f15"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f16"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f17"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f18"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f19"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
  {event_source = "lambda.amazonaws.com", event_name = "GetFunction20150331v2", operation = "GetFunction", request_parameters = {functionName = "f"}},
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
    'Code or environment of',
    count(distinct json_extract_string(request_parameters, '$.functionName')),
    'functions was read within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation in ('GetFunction', 'GetFunctionConfiguration')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.functionName')) >= 20

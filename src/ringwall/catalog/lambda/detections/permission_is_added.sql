/*
title = "Permission to call a function was added"
severity = "low"
why = "The policy of a function says who may run it."
fix = "Compare with what was planned."
attacks = ["T1098"]
false_positives = "Every trigger that is set up adds one."
confidence = 15
context = true

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "AddPermission20150331v2", operation = "AddPermission", request_parameters = {functionName = "pay"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "RemovePermission", operation = "RemovePermission", request_parameters = {functionName = "pay"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "AddPermission20150331v2", operation = "AddPermission", request_parameters = {functionName = "pay"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.functionName'), '') as resource,
  concat_ws(
    ' ',
    'Function',
    json_extract_string(request_parameters, '$.functionName'),
    'may be called by',
    json_extract_string(request_parameters, '$.principal')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation = 'AddPermission'
  and error_code = ''
  and invoked_by = ''

/*
title = "Function can be called by everyone at a URL"
severity = "medium"
why = "Whoever knows the URL runs the function with its role. Attackers add one as a way back in, past the API and its logs."
fix = "aws lambda delete-function-url-config, or set AWS_IAM."
attacks = ["T1133", "T1648"]
false_positives = "Webhooks and public services that are meant."
confidence = 60

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "CreateFunctionUrlConfig", operation = "CreateFunctionUrlConfig", request_parameters = {functionName = "pay", authType = "NONE"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "CreateFunctionUrlConfig", operation = "CreateFunctionUrlConfig", request_parameters = {functionName = "pay", authType = "AWS_IAM"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "CreateFunctionUrlConfig", operation = "CreateFunctionUrlConfig", request_parameters = {functionName = "pay", authType = "NONE"}, error_code = "ResourceNotFoundException"}]
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
    'can be called by everyone at a URL'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation in ('CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig')
  and error_code = ''
  and json_extract_string(request_parameters, '$.authType') = 'NONE'

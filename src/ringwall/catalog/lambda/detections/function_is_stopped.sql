/*
title = "Function was stopped"
severity = "low"
why = "A concurrency of zero stops the function, be it one that responds to findings."
fix = "aws lambda delete-function-concurrency --function-name NAME."
attacks = ["T1489", "T1562.001"]
false_positives = "Administrators who stop a loop."
confidence = 45

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "PutFunctionConcurrency20171031", operation = "PutFunctionConcurrency", request_parameters = {functionName = "f", reservedConcurrentExecutions = 0}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "PutFunctionConcurrency20171031", operation = "PutFunctionConcurrency", request_parameters = {functionName = "f", reservedConcurrentExecutions = 5}}]
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
    'can no longer run'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation = 'PutFunctionConcurrency'
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.reservedConcurrentExecutions') = '0'

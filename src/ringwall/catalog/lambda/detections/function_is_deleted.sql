/*
title = "Function was deleted"
severity = "low"
why = "A function that is gone does no work, be it one that responds to findings."
fix = "Deploy it again."
attacks = ["T1489"]
false_positives = "Deployments."
confidence = 15
context = true

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "DeleteFunction20150331", operation = "DeleteFunction", request_parameters = {functionName = "f"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "DeleteFunction20150331", operation = "DeleteFunction", request_parameters = {functionName = "f"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "DeleteFunction20150331", operation = "DeleteFunction", request_parameters = {functionName = "f"}, error_code = "ResourceNotFoundException"}]
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
    'was deleted'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation = 'DeleteFunction'
  and error_code = ''
  and invoked_by = ''

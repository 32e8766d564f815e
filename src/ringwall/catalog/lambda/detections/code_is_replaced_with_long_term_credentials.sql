/*
title = "Code of a function was replaced by a user"
severity = "medium"
why = "The new code runs with the role of the function and sees all that passes through it. Deployments come through roles; access keys of users are what gets stolen."
fix = "Compare the code with the repository (aws lambda get-function), and publish the right version again. Take the secrets of the function as stolen."
attacks = ["T1525", "T1648", "T1546"]
false_positives = "Developers and old pipelines with access keys: move them to roles."
confidence = 50

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateFunctionCode20150331v2", operation = "UpdateFunctionCode", request_parameters = {functionName = "pay"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateFunctionCode20150331v2", operation = "UpdateFunctionCode", request_parameters = {functionName = "pay"}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateFunctionCode20150331v2", operation = "UpdateFunctionCode", request_parameters = {functionName = "pay"}, error_code = "AccessDenied", identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
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
    'The code of function',
    json_extract_string(request_parameters, '$.functionName'),
    'was replaced by a user'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation = 'UpdateFunctionCode'
  and error_code = ''
  and invoked_by = ''
  and identity_type in ('IAMUser', 'Root')

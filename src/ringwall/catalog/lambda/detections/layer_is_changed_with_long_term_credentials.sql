/*
title = "Layer of a function was changed by a user"
severity = "medium"
why = "A layer is code that the function loads before its own: it reads all requests and the credentials of the role, and the code of the function stays as it was."
fix = "Take the layer off (aws lambda update-function-configuration --layers), and read what it did."
attacks = ["T1546", "T1525"]
false_positives = "Developers with access keys who add a library."
confidence = 55

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateFunctionConfiguration20150331v2", operation = "UpdateFunctionConfiguration", request_parameters = {functionName = "pay", layers = ["arn:aws:lambda:eu-west-1:111111111111:layer:x:1"]}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateFunctionConfiguration20150331v2", operation = "UpdateFunctionConfiguration", request_parameters = {functionName = "pay", memorySize = 512}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateFunctionConfiguration20150331v2", operation = "UpdateFunctionConfiguration", request_parameters = {functionName = "pay", layers = ["arn:aws:lambda:eu-west-1:111111111111:layer:x:1"]}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
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
    'A user gave function',
    json_extract_string(request_parameters, '$.functionName'),
    'the layer',
    json_extract_string(request_parameters, '$.layers[0]')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation = 'UpdateFunctionConfiguration'
  and error_code = ''
  and invoked_by = ''
  and identity_type in ('IAMUser', 'Root')
  and json_extract_string(request_parameters, '$.layers[0]') is not null

/*
title = "Function or layer was opened to everyone"
severity = "high"
why = "Any AWS account can run the function, or read the code of the layer."
fix = "aws lambda remove-permission --function-name NAME --statement-id ID."
attacks = ["T1098", "T1648"]
false_positives = "Functions behind a URL without credentials get such a permission for it. Layers that are published."
confidence = 75

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "AddPermission20150331v2", operation = "AddPermission", request_parameters = {functionName = "pay", action = "lambda:InvokeFunction", principal = "*", statementId = "s"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "AddPermission20150331v2", operation = "AddPermission", request_parameters = {functionName = "pay", principal = "*", principalOrgID = "o-1"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "AddPermission20150331v2", operation = "AddPermission", request_parameters = {functionName = "pay", principal = "s3.amazonaws.com", sourceArn = "arn:aws:s3:::b"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.functionName'),
    json_extract_string(request_parameters, '$.layerName'),
    ''
  ) as resource,
  concat_ws(
    ' ',
    operation,
    'opened',
    json_extract_string(request_parameters, '$.functionName'),
    json_extract_string(request_parameters, '$.layerName'),
    'to everyone'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation in ('AddPermission', 'AddLayerVersionPermission')
  and error_code = ''
  and json_extract_string(request_parameters, '$.principal') = '*'
  and coalesce(
    json_extract_string(request_parameters, '$.sourceArn'),
    json_extract_string(request_parameters, '$.sourceAccount'),
    json_extract_string(request_parameters, '$.principalOrgID'),
    json_extract_string(request_parameters, '$.organizationId'),
    ''
  ) = ''

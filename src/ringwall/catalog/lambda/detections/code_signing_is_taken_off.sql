/*
title = "Code signing of a function was taken off"
severity = "medium"
why = "Unsigned code can then be put into the function."
fix = "aws lambda put-function-code-signing-config, and Enforce in the configuration."
attacks = ["T1562.001", "T1525"]
false_positives = "Functions that are moved to images, which are signed elsewhere."
confidence = 65

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "DeleteFunctionCodeSigningConfig", operation = "DeleteFunctionCodeSigningConfig", request_parameters = {functionName = "f"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateCodeSigningConfig", operation = "UpdateCodeSigningConfig", request_parameters = {codeSigningConfigArn = "c", codeSigningPolicies = {untrustedArtifactOnDeployment = "Enforce"}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "PutFunctionCodeSigningConfig", operation = "PutFunctionCodeSigningConfig", request_parameters = {functionName = "f"}}]
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
    json_extract_string(request_parameters, '$.codeSigningConfigArn'),
    ''
  ) as resource,
  concat_ws(
    ' ',
    operation,
    'lets',
    json_extract_string(request_parameters, '$.functionName'),
    json_extract_string(request_parameters, '$.codeSigningConfigArn'),
    'run code that nobody signed'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation in ('DeleteFunctionCodeSigningConfig', 'UpdateCodeSigningConfig')
  and error_code = ''
  and (
    operation = 'DeleteFunctionCodeSigningConfig'
    or json_extract_string(
      request_parameters, '$.codeSigningPolicies.untrustedArtifactOnDeployment'
    ) = 'Warn'
  )

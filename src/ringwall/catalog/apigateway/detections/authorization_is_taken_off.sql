/*
title = "Authorization was taken off an API"
severity = "medium"
why = "Anyone can then call what needed a token before."
fix = "Set the authorizer again, and deploy the stage."
attacks = ["T1562.001", "T1190"]
false_positives = "Routes that are made public on purpose."
confidence = 60

[[example]]
cloudtrail = [{event_source = "apigateway.amazonaws.com", event_name = "UpdateMethod", request_parameters = {restApiId = "a", patchOperations = [{op = "replace", path = "/authorizationType", value = "NONE"}]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "apigateway.amazonaws.com", event_name = "UpdateRoute", request_parameters = {apiId = "a", authorizationType = "NONE"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "apigateway.amazonaws.com", event_name = "UpdateRoute", request_parameters = {apiId = "a", authorizationType = "JWT"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "apigateway.amazonaws.com", event_name = "UpdateMethod", request_parameters = {restApiId = "a", patchOperations = [{op = "replace", path = "/authorizationType", value = "AWS_IAM"}]}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.restApiId'),
    json_extract_string(request_parameters, '$.apiId'),
    ''
  ) as resource,
  concat_ws(
    ' ',
    'A route of API',
    json_extract_string(request_parameters, '$.restApiId'),
    json_extract_string(request_parameters, '$.apiId'),
    'needs no authorization any more'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'apigateway.amazonaws.com'
  and event_name in ('UpdateMethod', 'UpdateRoute')
  and error_code = ''
  and invoked_by = ''
  and regexp_matches(
    request_parameters,
    '"authorizationType": ?"NONE"|"path": ?"/authorizationType"[^{}]*"value": ?"NONE"|"value": ?"NONE"[^{}]*"path": ?"/authorizationType"'
  )

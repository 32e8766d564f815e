/*
title = "Values of API keys were read"
severity = "low"
why = "With the keys, the APIs can be used as their customers do."
fix = "Rotate the keys, unless it is meant."
attacks = ["T1552"]
false_positives = "Administrators, and infrastructure as code that hands keys to customers."
confidence = 45

[[example]]
cloudtrail = [{event_source = "apigateway.amazonaws.com", event_name = "GetApiKeys", request_parameters = {includeValues = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "apigateway.amazonaws.com", event_name = "GetApiKeys", request_parameters = {limit = 25}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "apigateway.amazonaws.com", event_name = "GetApiKeys", request_parameters = {includeValues = true}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  account_id as resource,
  concat_ws(' ', event_name, 'returned the values of API keys') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'apigateway.amazonaws.com'
  and event_name in ('GetApiKeys', 'GetApiKey')
  and error_code = ''
  and invoked_by = ''
  and (
    json_extract_string(request_parameters, '$.includeValues') = 'true'
    or json_extract_string(request_parameters, '$.includeValue') = 'true'
  )

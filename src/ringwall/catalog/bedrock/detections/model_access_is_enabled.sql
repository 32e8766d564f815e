/*
title = "Access to foundation models was enabled"
severity = "low"
why = "Stolen credentials are used to run models at your cost. The first step is to enable them."
fix = "Ask the owner of the principal. Deny bedrock:* by a service control policy where no models are used."
attacks = ["T1496.004", "T1578.005"]
false_positives = "Teams that begin to use a model, once for each account."
confidence = 45

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "PutFoundationModelEntitlement", request_parameters = {modelId = "m"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "PutFoundationModelEntitlement", request_parameters = {modelId = "m"}, error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "ListFoundationModels", request_parameters = {}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.modelId'), account_id, '') as resource,
  concat_ws(' ', event_name, 'opened models to the account') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'bedrock.amazonaws.com'
  and event_name in (
    'PutUseCaseForModelAccess',
    'PutFoundationModelEntitlement',
    'CreateFoundationModelAgreement'
  )
  and error_code = ''
  and invoked_by = ''

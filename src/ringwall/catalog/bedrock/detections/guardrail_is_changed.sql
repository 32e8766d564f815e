/*
title = "Guardrail was deleted or changed"
severity = "low"
why = "Guardrails keep models from answering what they should not. Without them prompts get through that were refused."
fix = "Compare with the version before, or make the guardrail again."
attacks = ["T1562.001"]
false_positives = "Teams that tune their guardrails, and infrastructure as code."
confidence = 45

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "DeleteGuardrail", request_parameters = {guardrailIdentifier = "x"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "UpdateGuardrail", request_parameters = {guardrailIdentifier = "x"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "ListGuardrails", request_parameters = {}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "DeleteGuardrail", request_parameters = {guardrailIdentifier = "x"}, error_code = "ConflictException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.guardrailIdentifier'), '') as resource,
  concat_ws(
    ' ',
    event_name,
    'of',
    json_extract_string(request_parameters, '$.guardrailIdentifier')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  case event_name when 'DeleteGuardrail' then 65 else 35 end as confidence
from logs.cloudtrail
where event_source = 'bedrock.amazonaws.com'
  and event_name in ('DeleteGuardrail', 'UpdateGuardrail')
  and error_code = ''
  and invoked_by = ''

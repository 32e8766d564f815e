/*
title = "Key policy was set without the lockout check"
severity = "high"
why = "The check keeps the policy changeable. Without it a key can be made that nobody of the account can manage: what it encrypts is held by whom the policy names."
fix = "Read the policy. If nobody may change it any more, ask AWS Support, and move the data to another key."
attacks = ["T1486", "T1098"]
false_positives = "Infrastructure as code whose deployment role does not appear in the policy."
confidence = 65

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "PutKeyPolicy", request_parameters = {keyId = "k1", policy = "{}", bypassPolicyLockoutSafetyCheck = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "PutKeyPolicy", request_parameters = {keyId = "k1", policy = "{}", bypassPolicyLockoutSafetyCheck = false}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "PutKeyPolicy", request_parameters = {keyId = "k1", policy = "{}", bypassPolicyLockoutSafetyCheck = true}, error_code = "MalformedPolicyDocumentException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.keyId'),
    json_extract_string(response_elements, '$.keyMetadata.keyId'),
    ''
  ) as resource,
  concat_ws(' ', event_name, 'set a key policy that may lock the caller out') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'kms.amazonaws.com'
  and event_name in ('PutKeyPolicy', 'CreateKey', 'ReplicateKey')
  and error_code = ''
  and json_extract_string(request_parameters, '$.bypassPolicyLockoutSafetyCheck') = 'true'

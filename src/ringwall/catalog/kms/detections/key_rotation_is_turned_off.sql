/*
title = "Rotation of a KMS key was turned off"
severity = "low"
why = "The same material then protects all data for ever."
fix = "aws kms enable-key-rotation --key-id ID."
attacks = ["T1562.001"]
false_positives = "Infrastructure as code that changes the setting."
confidence = 40

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "DisableKeyRotation", request_parameters = {keyId = "k1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "EnableKeyRotation", request_parameters = {keyId = "k1"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "DisableKeyRotation", request_parameters = {keyId = "k1"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.keyId'), '') as resource,
  concat_ws(
    ' ',
    'The rotation of key',
    json_extract_string(request_parameters, '$.keyId'),
    'was turned off'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'kms.amazonaws.com'
  and event_name = 'DisableKeyRotation'
  and error_code = ''
  and invoked_by = ''

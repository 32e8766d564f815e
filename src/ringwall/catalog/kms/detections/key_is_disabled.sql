/*
title = "KMS key was disabled"
severity = "medium"
why = "What the key encrypts can no longer be read: applications, backups and logs fail."
fix = "aws kms enable-key --key-id ID. Ask the owner of the principal."
attacks = ["T1486", "T1489"]
false_positives = "A key that is retired, to see whether anything still needs it."
confidence = 55

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "DisableKey", request_parameters = {keyId = "k1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "DisableKey", request_parameters = {keyId = "k1"}, error_code = "NotFoundException"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "DisableKeyRotation", request_parameters = {keyId = "k1"}}]
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
    'Key',
    json_extract_string(request_parameters, '$.keyId'),
    'was disabled'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'kms.amazonaws.com'
  and event_name = 'DisableKey'
  and error_code = ''

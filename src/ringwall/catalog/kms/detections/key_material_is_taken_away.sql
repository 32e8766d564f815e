/*
title = "Material of a KMS key was taken away"
severity = "high"
why = "A key whose material was imported works only while the material is there, and the attacker has the only copy. It encrypts data for ransom without a waiting time."
fix = "Import the material again from your own copy. Restore what was encrypted with it from backups where there is none."
attacks = ["T1486", "T1485"]
false_positives = "Organizations that import key material, and renew it before it expires."
confidence = 75

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "DeleteImportedKeyMaterial", request_parameters = {keyId = "k1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "ImportKeyMaterial", request_parameters = {keyId = "k1", expirationModel = "KEY_MATERIAL_EXPIRES", validTo = "Feb 1, 2026"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "ImportKeyMaterial", request_parameters = {keyId = "k1", expirationModel = "KEY_MATERIAL_DOES_NOT_EXPIRE"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "DeleteImportedKeyMaterial", request_parameters = {keyId = "k1"}, error_code = "AccessDeniedException"}]
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
    event_name,
    'makes key',
    json_extract_string(request_parameters, '$.keyId'),
    'useless, now or when its material expires'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'kms.amazonaws.com'
  and event_name in ('DeleteImportedKeyMaterial', 'ImportKeyMaterial')
  and error_code = ''
  and (
    event_name = 'DeleteImportedKeyMaterial'
    or json_extract_string(request_parameters, '$.expirationModel') = 'KEY_MATERIAL_EXPIRES'
  )

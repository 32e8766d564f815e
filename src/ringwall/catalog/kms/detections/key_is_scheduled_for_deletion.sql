/*
title = "KMS key was scheduled for deletion"
severity = "medium"
why = "When the key is deleted, all that it encrypts is lost for ever. It is a way to destroy data, or to hold it to ransom."
fix = "aws kms cancel-key-deletion --key-id ID, and enable the key. Ask the owner of the principal."
attacks = ["T1485", "T1486"]
false_positives = "Environments that are taken down by infrastructure as code; CloudFormation is not reported. The evidence has the waiting time."
confidence = 60

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k1", pendingWindowInDays = 7}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k1"}, error_code = "AccessDeniedException"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "CancelKeyDeletion", request_parameters = {keyId = "k1"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k1"}, invoked_by = "cloudformation.amazonaws.com"}]
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
    'will be deleted'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  json_extract_string(request_parameters, '$.pendingWindowInDays') as waiting_days
from logs.cloudtrail
where event_source = 'kms.amazonaws.com'
  and event_name = 'ScheduleKeyDeletion'
  and error_code = ''
  and invoked_by = ''

/*
title = "Many secrets were deleted for good"
severity = "medium"
why = "Without the recovery time the passwords are gone at once, and what depends on them fails."
fix = "Set the passwords again. Ask the owner of the principal."
attacks = ["T1485", "T1531"]
false_positives = "Infrastructure as code that takes test environments down with a recovery time of zero."
window = "1h"
confidence = 45

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "DeleteSecret", request_parameters = {secretId = "s0", forceDeleteWithoutRecovery = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "DeleteSecret", request_parameters = {secretId = "s1", forceDeleteWithoutRecovery = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "DeleteSecret", request_parameters = {secretId = "s2", forceDeleteWithoutRecovery = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "DeleteSecret", request_parameters = {secretId = "s0", recoveryWindowInDays = 7}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "DeleteSecret", request_parameters = {secretId = "s1", recoveryWindowInDays = 7}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "DeleteSecret", request_parameters = {secretId = "s2", recoveryWindowInDays = 7}},
]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "secretsmanager.amazonaws.com", event_name = "DeleteSecret", request_parameters = {secretId = "s", forceDeleteWithoutRecovery = true}}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(min(json_extract_string(request_parameters, '$.secretId')), '') as resource,
  concat_ws(
    ' ',
    count(distinct json_extract_string(request_parameters, '$.secretId')),
    'secrets were deleted without a time to recover them'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'secretsmanager.amazonaws.com'
  and event_name = 'DeleteSecret'
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.forceDeleteWithoutRecovery') = 'true'
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.secretId')) >= 3

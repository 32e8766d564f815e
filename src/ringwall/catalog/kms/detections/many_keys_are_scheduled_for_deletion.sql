/*
title = "Many KMS keys were taken away"
severity = "high"
why = "One key may go with its system. Many at once lock a whole account out of its data."
fix = "aws kms cancel-key-deletion and enable-key for each. Cut off the principal where nobody knows of it."
attacks = ["T1485", "T1486"]
false_positives = "An account that is closed down."
window = "1h"
confidence = 70

[[example]]
cloudtrail = [
  {event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k0"}},
  {event_source = "kms.amazonaws.com", event_name = "ScheduleKeyDeletion", request_parameters = {keyId = "k1"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "kms.amazonaws.com", event_name = "DisableKey", request_parameters = {keyId = "k0"}, error_code = "AccessDeniedException"},
  {event_source = "kms.amazonaws.com", event_name = "DisableKey", request_parameters = {keyId = "k1"}, error_code = "AccessDeniedException"},
  {event_source = "kms.amazonaws.com", event_name = "DisableKey", request_parameters = {keyId = "k2"}, error_code = "AccessDeniedException"},
  {event_source = "kms.amazonaws.com", event_name = "DisableKey", request_parameters = {keyId = "k3"}, error_code = "AccessDeniedException"},
  {event_source = "kms.amazonaws.com", event_name = "DisableKey", request_parameters = {keyId = "k4"}, error_code = "AccessDeniedException"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(min(json_extract_string(request_parameters, '$.keyId')), '') as resource,
  concat_ws(
    ' ',
    count(distinct json_extract_string(request_parameters, '$.keyId')),
    'keys were disabled or scheduled for deletion within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'kms.amazonaws.com'
  and event_name in ('ScheduleKeyDeletion', 'DisableKey')
  and error_code = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.keyId')) >= 5

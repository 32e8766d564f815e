/*
title = "MFA device of a user was deactivated"
severity = "medium"
why = "Without the device a stolen password is enough."
fix = "aws iam enable-mfa-device, and ask the user. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1556.006", "T1098"]
false_positives = "A lost or new phone: an administrator removes the old device, and the user adds another within the hour."
window = "1h"
confidence = 70

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DeactivateMFADevice", request_parameters = {userName = "bob", serialNumber = "arn:aws:iam::111111111111:mfa/bob"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The user has a new device within the hour.
[[example]]
cloudtrail = [
  {event_source = "iam.amazonaws.com", operation = "DeactivateMFADevice", request_parameters = {userName = "bob", serialNumber = "arn:mfa/old"}, event_time = "2026-01-31T10:00:00Z"},
  {event_source = "iam.amazonaws.com", operation = "EnableMFADevice", request_parameters = {userName = "bob", serialNumber = "arn:mfa/new"}, event_time = "2026-01-31T10:05:00Z"},
]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DeactivateMFADevice", request_parameters = {userName = "bob"}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  coalesce(e.account_id, '') as account_id,
  e.aws_region as region,
  coalesce(nullif(e.principal_arn, ''), e.session_arn) as actor,
  e.session_arn as session,
  e.access_key_id as access_key,
  case when e.invoked_by = '' then e.source_ip else '' end as address,
  coalesce(
    json_extract_string(e.request_parameters, '$.userName'),
    nullif(e.user_name, ''),
    e.principal_arn,
    ''
  ) as resource,
  'an MFA device of ' || coalesce(
    json_extract_string(e.request_parameters, '$.userName'),
    nullif(e.user_name, ''),
    'the caller'
  ) || ' was deactivated' as reason
from logs.cloudtrail e
where e.event_source = 'iam.amazonaws.com'
  and e.operation = 'DeactivateMFADevice'
  and e.error_code = ''
  and not exists (
    select 1
    from logs.cloudtrail n
    where n.event_source = 'iam.amazonaws.com'
      and n.operation = 'EnableMFADevice'
      and n.error_code = ''
      and n.account_id = e.account_id
      and json_extract_string(n.request_parameters, '$.userName')
        = json_extract_string(e.request_parameters, '$.userName')
      and n.event_time between e.event_time and e.event_time + interval 1 hour
  )

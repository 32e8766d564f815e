/*
title = "Somebody failed to sign in as root"
severity = "medium"
why = "Whoever tries the root user's password knows its e-mail address, and wants everything."
fix = "Check that root has a hardware MFA device and that its mailbox is yours alone. With centralized root access, delete the root password."
attacks = ["T1110.001"]
false_positives = "The owner who mistyped; a success follows soon."
window = "1h"

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", response_elements = {ConsoleLogin = "Failure"}, error_message = "Failed authentication", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "hit"

# It succeeded: that is use.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", response_elements = {ConsoleLogin = "Success"}, principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "quiet"

# A user failed.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  source_ip || ' ' || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  max(coalesce(nullif(principal_arn, ''), session_arn)) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  source_ip as address,
  'arn:aws:iam::' || coalesce(account_id, '') || ':root' as resource,
  cast(count(*) as text) || case when count(*) = 1 then ' sign-in' else ' sign-ins' end
    || ' as root failed from ' || source_ip as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'signin.amazonaws.com'
  and operation = 'ConsoleLogin'
  and identity_type = 'Root'
  and json_extract_string(response_elements, '$.ConsoleLogin') = 'Failure'
group by
  coalesce(account_id, ''),
  source_ip,
  date_trunc('hour', event_time)

/*
title = "Sign-in to the console failed"
severity = "low"
why = "One wrong password says nothing. Beside other findings of the same user or address it says how they began."
fix = "Nothing by itself."
attacks = ["T1110"]
false_positives = "Everybody mistypes a password."
window = "1h"
confidence = 10
context = true

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(
    ' ',
    coalesce(account_id, ''),
    nullif(principal_arn, ''),
    user_name,
    source_ip,
    strftime(date_trunc('hour', event_time), '%Y-%m-%dT%H')
  ) as act,
  coalesce(account_id, '') as account_id,
  min(aws_region) as region,
  coalesce(nullif(principal_arn, ''), user_name) as actor,
  '' as resource,
  'sign-in as ' || coalesce(nullif(user_name, ''), lower(identity_type)) || ' failed '
    || case when count(*) = 1 then 'once' else count(*) || ' times' end || ' from ' || source_ip as reason,
  source_ip as address,
  [min(event_id)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'signin.amazonaws.com'
  and operation = 'ConsoleLogin'
  and json_extract_string(response_elements, '$.ConsoleLogin') = 'Failure'
group by
  account_id,
  principal_arn,
  user_name,
  identity_type,
  source_ip,
  date_trunc('hour', event_time)

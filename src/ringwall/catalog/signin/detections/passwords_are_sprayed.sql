/*
title = "One address failed to sign in as many users"
severity = "high"
why = "A few common passwords, tried on every user, stay below the lock-out of each."
fix = "Block the address, look for its successes, and ask for MFA everywhere."
attacks = ["T1110.003"]
false_positives = "An office behind one address on a Monday; the failures are few there, and successes follow."
window = "1h"

[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "u0", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "u1", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "u2", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "u3", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "u4", source_ip = "198.51.100.7"},
]
expect = "hit"

# CloudTrail hides the names of users that do not exist.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "HIDDEN_DUE_TO_SECURITY_REASONS", source_ip = "198.51.100.7"},
]
expect = "hit"

# One user fails often.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
]
expect = "quiet"

# Many sign in.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", user_name = "u0", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", user_name = "u1", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", user_name = "u2", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", user_name = "u3", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", user_name = "u4", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", user_name = "u5", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", user_name = "u6", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", user_name = "u7", source_ip = "198.51.100.7"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  source_ip || ' ' || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  '' as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  source_ip as address,
  '' as resource,
  cast(count(*) as text) || ' sign-ins as different users failed from ' || source_ip as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'signin.amazonaws.com'
  and operation = 'ConsoleLogin'
  and json_extract_string(response_elements, '$.ConsoleLogin') = 'Failure'
group by
  coalesce(account_id, ''),
  source_ip,
  date_trunc('hour', event_time)
having count(distinct user_name) >= 5
  or count(case when user_name = 'HIDDEN_DUE_TO_SECURITY_REASONS' then 1 end) >= 10

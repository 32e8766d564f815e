/*
title = "Sign-in succeeded after many that failed"
severity = "high"
why = "The password was guessed, or bought and tried in variants."
fix = "End the user's sessions, change the password, and look at what was done since. Ask for MFA."
attacks = ["T1110.001", "T1078.004"]
false_positives = "A user who mistyped five times. It is the same address and device as always."
window = "1h"

[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-31T09:50:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-31T09:51:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-31T09:52:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-31T09:53:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-31T09:54:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"},
]
expect = "hit"

# Two mistakes.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-31T09:50:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-31T09:51:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"},
]
expect = "quiet"

# Failures of yesterday.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-30T09:50:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-30T09:51:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-30T09:52:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-30T09:53:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, event_time = "2026-01-30T09:54:00Z", identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"},
]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  coalesce(e.account_id, '') as account_id,
  max(e.aws_region) as region,
  max(coalesce(nullif(e.principal_arn, ''), e.session_arn)) as actor,
  max(e.source_ip) as address,
  max(coalesce(e.principal_arn, '')) as resource,
  'user ' || e.user_name || ' signed in after ' || cast(count(*) as text)
    || ' failures within an hour' as reason,
  count(*) as count,
  array_agg(f.event_id) as events
from logs.cloudtrail e
join logs.cloudtrail f
  on f.user_name = e.user_name
  and f.account_id = e.account_id
where e.event_source = 'signin.amazonaws.com'
  and e.operation = 'ConsoleLogin'
  and json_extract_string(e.response_elements, '$.ConsoleLogin') = 'Success'
  and e.user_name <> ''
  and f.event_source = 'signin.amazonaws.com'
  and f.operation = 'ConsoleLogin'
  and json_extract_string(f.response_elements, '$.ConsoleLogin') = 'Failure'
  and f.event_time between e.event_time - interval 1 hour and e.event_time
group by e.event_time, e.event_id, coalesce(e.account_id, ''), e.user_name
having count(*) >= 5

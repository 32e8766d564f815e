/*
title = "Many sign-ins as one user failed"
severity = "medium"
why = "Somebody tries passwords of one user."
fix = "Ask the user, and change the password if it was somebody else. Ask for MFA."
attacks = ["T1110.001"]
false_positives = "A browser that keeps an old password."
window = "1h"

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
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
]
expect = "hit"

# Three, as people do.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  user_name || ' ' || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  max('arn:aws:iam::' || coalesce(account_id, '') || ':user/' || user_name) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  user_name as resource,
  cast(count(*) as text) || ' sign-ins as ' || user_name || ' failed within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'signin.amazonaws.com'
  and operation = 'ConsoleLogin'
  and json_extract_string(response_elements, '$.ConsoleLogin') = 'Failure'
  and user_name not in ('', 'HIDDEN_DUE_TO_SECURITY_REASONS')
group by
  coalesce(account_id, ''),
  user_name,
  date_trunc('hour', event_time)
having count(*) >= 10

/*
title = "Password was right, and the MFA code was wrong, again and again"
severity = "high"
why = "Whoever gets to the question for the code has the password."
fix = "Change the password now; ask the user."
attacks = ["T1110", "T1621", "T1078.004"]
false_positives = "A device whose clock is wrong."
window = "1h"
confidence = 70

[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "Yes"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "Yes"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "Yes"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "Yes"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "Yes"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
]
expect = "hit"

# The password was wrong.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "No"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "No"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "No"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "No"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "No"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
]
expect = "quiet"

# Two wrong codes, as people type.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "Yes"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "Yes"}, identity_type = "IAMUser", user_name = "bob", source_ip = "198.51.100.7"},
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
  cast(count(*) as text) || ' wrong MFA codes of ' || user_name || ' within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'signin.amazonaws.com'
  and operation = 'ConsoleLogin'
  and json_extract_string(response_elements, '$.ConsoleLogin') = 'Failure'
  and user_name <> ''
  and lower(json_extract_string(additional_event_data, '$.MFAUsed')) = 'yes'
group by
  coalesce(account_id, ''),
  user_name,
  date_trunc('hour', event_time)
having count(*) >= 5

/*
title = "User signed in to the console without MFA"
severity = "medium"
why = "A password alone is what phishing and old leaks give away."
fix = "Ask the user, enrol MFA, and let a policy deny everything without it. Root needs it first."
attacks = ["T1078.004"]
false_positives = "Users of tests. People who come through Identity Center or SAML have their MFA there, and do not count here."
confidence = 80

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, additional_event_data = {MFAUsed = "No", LoginTo = "https://console.aws.amazon.com/"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"}]
expect = "hit"

# With MFA.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, additional_event_data = {MFAUsed = "Yes"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"}]
expect = "quiet"

# A session of a role: the MFA is the identity provider's.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, additional_event_data = {MFAUsed = "No"}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/Admin"}]
expect = "quiet"

# It failed.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, additional_event_data = {MFAUsed = "No"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  coalesce(principal_arn, '') as resource,
  case
    when identity_type = 'Root' then 'the root user'
    else 'user ' || user_name
  end || ' signed in with a password alone' as reason
from logs.cloudtrail
where event_source = 'signin.amazonaws.com'
  and operation = 'ConsoleLogin'
  and identity_type in ('IAMUser', 'Root')
  and json_extract_string(response_elements, '$.ConsoleLogin') = 'Success'
  and lower(json_extract_string(additional_event_data, '$.MFAUsed')) = 'no'

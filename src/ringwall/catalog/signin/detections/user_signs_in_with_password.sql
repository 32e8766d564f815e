/*
title = "IAM user signed in to the console, where others come through an identity provider"
severity = "low"
why = "Where people sign in by Identity Center or SAML, a user with a password is a way around it."
fix = "Move the person to the identity provider, and delete the password."
attacks = ["T1078.004"]
false_positives = "Break-glass users: each use of them should be announced."
confidence = 20
context = true

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, additional_event_data = {MFAUsed = "Yes"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"}]
expect = "hit"

# Through SAML.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/Admin", additional_event_data = {SamlProviderArn = "arn:s"}}]
expect = "quiet"

# It failed.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Failure"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"}]
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
  'user ' || user_name || ' signed in with a password of IAM' as reason
from logs.cloudtrail
where event_source = 'signin.amazonaws.com'
  and operation = 'ConsoleLogin'
  and identity_type = 'IAMUser'
  and json_extract_string(response_elements, '$.ConsoleLogin') = 'Success'

/*
title = "Password or e-mail address of the root user was changed"
severity = "high"
why = "Whoever reads the mailbox of root can recover its password, and has the account."
fix = "Ask the holder of the mailbox. If nobody did it: secure the mailbox first, then root's password and MFA."
attacks = ["T1098", "T1078.004"]
false_positives = "The first set-up of an account, and its regular change of the password."

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "PasswordRecoveryRequested", event_type = "AwsConsoleSignIn", response_elements = {PasswordRecoveryRequested = "Success"}, principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "EmailUpdated", event_type = "AwsConsoleSignIn", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "hit"

# A user changes the own password.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "ChangePassword", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# It did not succeed.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "PasswordRecoveryRequested", response_elements = {PasswordRecoveryRequested = "Failure"}, principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
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
  'arn:aws:iam::' || coalesce(account_id, '') || ':root' as resource,
  operation || ' for the root user of account ' || coalesce(account_id, '') as reason
from logs.cloudtrail
where event_source = 'signin.amazonaws.com'
  and operation in (
    'EmailUpdated',
    'PasswordRecoveryCompleted',
    'PasswordRecoveryRequested',
    'PasswordUpdated',
    'UpdatePassword'
  )
  and error_code = ''
  and identity_type = 'Root'
  and not regexp_matches(response_elements, 'Failure')

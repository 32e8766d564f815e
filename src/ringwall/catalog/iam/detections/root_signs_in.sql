/*
title = "Root user signed in"
severity = "high"
why = "The root user may do anything, and no policy of the account stops it. Nothing but a handful of tasks needs it."
fix = "Ask who signed in. If nobody did: sign in, change the password, remove all MFA devices and access keys of the root user, and end its sessions; then look at all that it did."
attacks = ["T1078.004"]
false_positives = "A task that only the root user can do, such as closing the account. It is announced, and it is rare."
finding_types = ["Policy:IAMUser/RootCredentialUsage"]
confidence = 80
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html"

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", event_name = "ConsoleLogin", event_type = "AwsConsoleSignIn", identity_type = "Root", principal_arn = "arn:aws:iam::111111111111:root", response_elements = {ConsoleLogin = "Success"}, additional_event_data = {MFAUsed = "No"}}]
expect = "hit"

# It failed.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", event_name = "ConsoleLogin", event_type = "AwsConsoleSignIn", identity_type = "Root", principal_arn = "arn:aws:iam::111111111111:root", response_elements = {ConsoleLogin = "Failure"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", event_name = "ConsoleLogin", event_type = "AwsConsoleSignIn", identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/root", response_elements = {ConsoleLogin = "Success"}}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  e.account_id,
  e.aws_region as region,
  e.principal_arn as actor,
  e.principal_arn as resource,
  'the root user signed in from ' || e.source_ip || ', MFA: '
    || coalesce(json_extract_string(e.additional_event_data, '$.MFAUsed'), 'not known') as reason,
  e.source_ip as address
from logs.cloudtrail e
where e.event_name = 'ConsoleLogin'
  and e.identity_type = 'Root'
  and json_extract_string(e.response_elements, '$.ConsoleLogin') = 'Success'

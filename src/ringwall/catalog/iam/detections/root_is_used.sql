/*
title = "Root user was used"
severity = "high"
why = "The root user can do everything in its account, and no policy of the account holds it. What it is needed for is rare enough to be announced."
fix = "Ask who holds the credentials. If nobody did it: change the root password, delete root keys, and open a support case."
attacks = ["T1078.004"]
false_positives = "Tasks that only root can do (closing an account, some support and billing tasks). They are announced, and happen once."
window = "1h"
finding_types = ["Policy:IAMUser/RootCredentialUsage"]
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "RunInstances", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "hit"

# AWS acts on the account by itself.
[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "RotateKey", event_type = "AwsServiceEvent", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "quiet"

# A service acts for root.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "PutObject", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7", invoked_by = "support.amazonaws.com"}]
expect = "quiet"

# A sign-in has a detection of its own.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", response_elements = {ConsoleLogin = "Success"}, principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "quiet"

# The session was opened by AssumeRoot from the management account.
[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "AssumeRoot", request_parameters = {targetPrincipal = "111111111111"}, response_elements = {credentials = {accessKeyId = "ASIAROOT"}}, account_id = "222222222222"},
  {event_source = "s3.amazonaws.com", operation = "DeleteBucketPolicy", access_key_id = "ASIAROOT", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' '
    || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  'arn:aws:iam::' || coalesce(account_id, '') || ':root' as resource,
  'the root user of account ' || coalesce(account_id, '') || ' made '
    || cast(count(*) as text) || case when count(*) = 1 then ' call' else ' calls' end
    || ', first ' || min(operation) as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where identity_type = 'Root'
  and event_type <> 'AwsServiceEvent'
  and invoked_by = ''
  and event_source <> 'signin.amazonaws.com'
  and access_key_id not in (
    select coalesce(json_extract_string(response_elements, '$.credentials.accessKeyId'), '-')
    from logs.cloudtrail
    where event_source = 'sts.amazonaws.com'
      and operation = 'AssumeRoot'
  )
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)

/*
title = "Access key of the root user was created or used"
severity = "critical"
why = "A root key gives everything, from everywhere, for ever, without MFA. Nothing needs one."
fix = "Delete the key at once: sign in as root, or use centralized root access (IAM:DeleteRootUserCredentials)."
attacks = ["T1098.001", "T1078.004"]
false_positives = "None that is good."
window = "1h"
finding_types = ["Policy:IAMUser/RootCredentialUsage"]
confidence = 95

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateAccessKey", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", access_key_id = "AKIAIOSFODNN7EXAMPLE", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "hit"

# Root creates a key for a user.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateAccessKey", request_parameters = {userName = "deploy"}, principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "quiet"

# Root works in the console.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", access_key_id = "ASIAIOSFODNN7EXAMPLE", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateAccessKey", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
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
  'the root user of account ' || coalesce(account_id, '') || ' has an access key' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where identity_type = 'Root'
  and invoked_by = ''
  and error_code = ''
  and (
    access_key_id like 'AKIA%'
    or (
      event_source = 'iam.amazonaws.com'
      and operation in ('CreateAccessKey', 'UploadSigningCertificate')
      and coalesce(json_extract_string(request_parameters, '$.userName'), '') = ''
    )
  )
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)

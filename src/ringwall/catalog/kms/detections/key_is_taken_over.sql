/*
title = "KMS key policy was put without the check that keeps its owners in"
severity = "high"
why = "BypassPolicyLockoutSafetyCheck lets a policy lock out everyone but the intruder: all data under the key is lost, or ransomed."
fix = "Read the policy; open a support case if nobody can change it any more. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1486", "T1531"]
false_positives = "CloudFormation templates that set the option without need."
confidence = 60

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "PutKeyPolicy", request_parameters = {keyId = "k", policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:user/mallory"}, "Action": "kms:*", "Resource": "*"}]}', bypassPolicyLockoutSafetyCheck = true}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# With the check.
[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "PutKeyPolicy", request_parameters = {keyId = "k", policy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Action": "kms:*", "Resource": "*"}]}', bypassPolicyLockoutSafetyCheck = false}}]
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
  coalesce(json_extract_string(request_parameters, '$.keyId'), '') as resource,
  'the policy of key ' || coalesce(json_extract_string(request_parameters, '$.keyId'), '(new)') || ' was put without the lock-out check' as reason
from logs.cloudtrail
where event_source = 'kms.amazonaws.com'
  and operation in ('CreateKey', 'PutKeyPolicy', 'ReplicateKey')
  and error_code = ''
  and json_extract_string(request_parameters, '$.bypassPolicyLockoutSafetyCheck') = 'true'

/*
title = "Permissions were changed"
severity = "low"
why = "Each change of a policy can be the one that matters; alone it says little. CIS asks for the count."
fix = "Nothing by itself; it counts where other detections meet it."
attacks = ["T1098.003"]
false_positives = "Every deployment."
window = "1h"
confidence = 5
context = true

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DeleteGroupPolicy", request_parameters = {groupName = "g", policyName = "p"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# Denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DeleteGroupPolicy", request_parameters = {groupName = "g", policyName = "p"}, error_code = "AccessDenied"}]
expect = "quiet"

# A policy is read.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "GetPolicy", request_parameters = {policyArn = "arn:p"}}]
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
  '' as resource,
  cast(count(*) as text) || case when count(*) = 1 then ' change' else ' changes' end
    || ' of permissions within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'iam.amazonaws.com'
  and operation in (
    'AttachGroupPolicy',
    'AttachRolePolicy',
    'AttachUserPolicy',
    'CreatePolicy',
    'CreatePolicyVersion',
    'DeleteGroupPolicy',
    'DeletePolicy',
    'DeletePolicyVersion',
    'DeleteRolePolicy',
    'DeleteUserPolicy',
    'DetachGroupPolicy',
    'DetachRolePolicy',
    'DetachUserPolicy',
    'PutGroupPolicy',
    'PutRolePolicy',
    'PutUserPolicy'
  )
  and error_code = ''
  and identity_type <> 'AWSService'
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)

/*
title = "Person was put in a group of Identity Center by hand"
severity = "low"
why = "Groups decide who has which access. Where a directory fills them, a change by hand is a way around it."
fix = "aws identitystore delete-group-membership if nobody planned it. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "Organizations that fill groups by hand or by Terraform."
confidence = 20
trial = true

[[example]]
cloudtrail = [{event_source = "identitystore.amazonaws.com", operation = "CreateGroupMembership", request_parameters = {identityStoreId = "d-1", groupId = "g-1", memberId = {userId = "u-1"}}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# The directory does it.
[[example]]
cloudtrail = [{event_source = "identitystore-scim.amazonaws.com", operation = "PatchGroup", request_parameters = {groupId = "g-1"}}]
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
  coalesce(json_extract_string(request_parameters, '$.groupId'), '') as resource,
  'a person was put in group '
    || coalesce(json_extract_string(request_parameters, '$.groupId'), '') as reason
from logs.cloudtrail
where event_source in ('sso-directory.amazonaws.com', 'identitystore.amazonaws.com')
  and operation in ('AddMemberToGroup', 'CreateGroupMembership')
  and error_code = ''

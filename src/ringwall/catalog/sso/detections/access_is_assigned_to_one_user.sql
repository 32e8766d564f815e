/*
title = "Access to an account was assigned to one user, and to no group"
severity = "medium"
why = "Access belongs to groups that somebody else decides about. An assignment to one user, above all in the management account, is how an intruder with a stolen session stays."
fix = "aws sso-admin delete-account-assignment. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1078.004"]
false_positives = "Small organizations that assign users. Tools for temporary access (TEAM) do it by a role of their own."

[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "CreateAccountAssignment", request_parameters = {principalType = "USER", principalId = "u-1", targetId = "222222222222", permissionSetArn = "arn:ps"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
organizations_account = []
expect = "hit"

# A group.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "CreateAccountAssignment", request_parameters = {principalType = "GROUP", principalId = "g-1", targetId = "222222222222", permissionSetArn = "arn:ps"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "CreateAccountAssignment", request_parameters = {principalType = "USER", principalId = "u-1", targetId = "222222222222"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole", error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  coalesce(e.account_id, '') as account_id,
  e.aws_region as region,
  coalesce(nullif(e.principal_arn, ''), e.session_arn) as actor,
  e.session_arn as session,
  e.access_key_id as access_key,
  case when e.invoked_by = '' then e.source_ip else '' end as address,
  coalesce(json_extract_string(e.request_parameters, '$.targetId'), '') as resource,
  'a user was given access to account '
    || coalesce(json_extract_string(e.request_parameters, '$.targetId'), '')
    || case when a.is_management then ', the management account' else '' end as reason,
  case when a.is_management then 80 else 40 end as confidence
from logs.cloudtrail e
left join (
  select distinct id, is_management
  from estate.organizations_account
) a on a.id = json_extract_string(e.request_parameters, '$.targetId')
where e.event_source = 'sso.amazonaws.com'
  and e.operation = 'CreateAccountAssignment'
  and e.error_code = ''
  and json_extract_string(e.request_parameters, '$.principalType') = 'USER'

/*
title = "User was put in a group of administrators"
severity = "high"
why = "One call, without any policy in it, and the user can do everything."
fix = "aws iam remove-user-from-group. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "An administrator who welcomes another. Ask whether it was announced."
confidence = 70

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AddUserToGroup", request_parameters = {userName = "bob", groupName = "boss"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
iam_group = [{group_name = "boss", managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]}]
expect = "hit"

# A group that reads.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AddUserToGroup", request_parameters = {userName = "bob", groupName = "audit"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
iam_group = [{group_name = "audit", managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}]
expect = "quiet"

# The group of another account.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AddUserToGroup", request_parameters = {userName = "bob", groupName = "boss"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
iam_group = [{account_id = "222222222222", group_name = "boss", managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]}]
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
  coalesce(json_extract_string(e.request_parameters, '$.userName'), '') as resource,
  'user ' || json_extract_string(e.request_parameters, '$.userName') || ' joined '
    || json_extract_string(e.request_parameters, '$.groupName')
      || ', a group of administrators' as reason
from logs.cloudtrail e
where e.event_source = 'iam.amazonaws.com'
  and e.operation = 'AddUserToGroup'
  and e.error_code = ''
  and exists (
    select 1
    from estate.iam_group g
    where g.account_id = e.account_id
      and g.group_name = json_extract_string(e.request_parameters, '$.groupName')
      and array_to_string(g.managed_policy_arns, ' ') like '%:iam::aws:policy/AdministratorAccess%'
  )

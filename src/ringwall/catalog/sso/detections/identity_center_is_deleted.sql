/*
title = "Identity Center was deleted"
severity = "critical"
why = "Everybody loses access to all accounts at once, but those who hold other credentials."
fix = "Sign in by the break-glass users, and set Identity Center up again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1531"]
false_positives = "Instances of tests."
confidence = 85

[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "DeleteInstance", request_parameters = {instanceArn = "arn:aws:sso:::instance/ssoins-1"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# A permission set is deleted.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "DeletePermissionSet", request_parameters = {permissionSetArn = "arn:ps"}}]
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
  coalesce(json_extract_string(request_parameters, '$.instanceArn'), '') as resource,
  operation || ' took the sign-in of all accounts away' as reason
from logs.cloudtrail
where event_source in (
  'sso.amazonaws.com',
  'sso-directory.amazonaws.com',
  'identitystore.amazonaws.com'
)
  and operation in (
    'DeleteInstance',
    'DeleteManagedApplicationInstance',
    'StopSSO',
    'DeleteIdentityStore',
    'DisableSSO'
  )
  and error_code = ''

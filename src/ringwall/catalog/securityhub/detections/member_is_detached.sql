/*
title = "Account was taken out of Security Hub's administration"
severity = "high"
why = "An account that has left its administrator reports its findings to nobody."
fix = "Add the account again from the administrator account. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Accounts that move to another organization; changes of the administrator account."

[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "DisassociateMembers", request_parameters = {AccountIds = ["222222222222"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Members are added.
[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "CreateMembers", request_parameters = {AccountDetails = [{AccountId = "222222222222"}]}}]
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
  '' as resource,
  operation || ' took accounts out of Security Hub: '
    || coalesce(
      json_extract_string(request_parameters, '$.AccountIds'),
      json_extract_string(request_parameters, '$.AdminAccountId'),
      'the own one'
    ) as reason
from logs.cloudtrail
where event_source = 'securityhub.amazonaws.com'
  and operation in (
    'DeleteMembers',
    'DisableOrganizationAdminAccount',
    'DisassociateFromAdministratorAccount',
    'DisassociateFromMasterAccount',
    'DisassociateMembers'
  )
  and error_code = ''

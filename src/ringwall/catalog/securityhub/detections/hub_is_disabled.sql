/*
title = "Security Hub was switched off"
severity = "high"
why = "Security Hub collects the findings of all services. Off, nobody sees them in one place, and its own controls stop."
fix = "aws securityhub enable-security-hub. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Accounts that are closed; the move to another product."

[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "DisableSecurityHub", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Denied.
[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "DisableSecurityHub", error_code = "AccessDenied"}]
expect = "quiet"

# One product is imported no more.
[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "DisableImportFindingsForProduct", request_parameters = {ProductSubscriptionArn = "arn:p"}}]
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
  'arn:aws:securityhub:' || aws_region || ':' || coalesce(account_id, '')
    || ':hub/default' as resource,
  'Security Hub is off in ' || aws_region as reason
from logs.cloudtrail
where event_source = 'securityhub.amazonaws.com'
  and operation in ('DisableSecurityHub', 'DisableSecurityHubV2')
  and error_code = ''

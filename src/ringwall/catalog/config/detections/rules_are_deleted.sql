/*
title = "Many rules of AWS Config were deleted within an hour"
severity = "medium"
why = "Rules of Config are what says that a setting became worse. Deleted by the dozen, nothing says so."
fix = "Deploy the rules or the conformance pack again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Stacks that are taken down, and conformance packs that are replaced."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r0"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r2"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r3"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r4"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "DeleteConformancePack", request_parameters = {conformancePackName = "cis"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# One rule.
[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r"}}]
expect = "quiet"

# Security Hub deletes rules of its own.
[[example]]
cloudtrail = [
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r0"}, identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r1"}, identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r2"}, identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r3"}, identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r4"}, identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r5"}, identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r6"}, identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "config.amazonaws.com", operation = "DeleteConfigRule", request_parameters = {configRuleName = "r7"}, identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
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
  '' as resource,
  'rules, packs or aggregators of AWS Config were deleted: ' || cast(count(*) as text) as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'config.amazonaws.com'
  and operation in (
    'DeleteConfigRule',
    'DeleteConfigurationAggregator',
    'DeleteConformancePack',
    'DeleteOrganizationConfigRule',
    'DeleteOrganizationConformancePack'
  )
  and error_code = ''
  and identity_type <> 'AWSService'
  and invoked_by not in ('securityhub.amazonaws.com', 'config-conforms.amazonaws.com')
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(*) >= 5
  or max(case when operation = 'DeleteConfigRule' then 0 else 1 end) = 1

/*
title = "Security services of an account were looked up"
severity = "low"
why = "Before an intruder switches security services off, or works around them, they are looked up. Few who work in an account have a reason to."
fix = "Ask who called. Look at what the same caller did next."
attacks = ["T1518.001", "T1526"]
false_positives = "Security scanners, Ringwall itself, consoles' start pages, and assessments. They come from a known role, again and again."
window = "1h"
confidence = 30
context = true

[[example]]
cloudtrail = [
  {event_source = "cloudtrail.amazonaws.com", operation = "DescribeTrails", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "guardduty.amazonaws.com", operation = "ListDetectors", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "DescribeHub", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "config.amazonaws.com", operation = "DescribeConfigurationRecorders", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "macie2.amazonaws.com", operation = "GetMacieSession", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# One service alone, as Terraform does.
[[example]]
cloudtrail = [
  {event_source = "cloudtrail.amazonaws.com", operation = "DescribeTrails", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "cloudtrail.amazonaws.com", operation = "GetTrailStatus", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "cloudtrail.amazonaws.com", operation = "GetEventSelectors", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "cloudtrail.amazonaws.com", operation = "LookupEvents", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "config.amazonaws.com", operation = "DescribeConfigRules", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"

# A service looks, not a principal.
[[example]]
cloudtrail = [
  {event_source = "cloudtrail.amazonaws.com", operation = "DescribeTrails", identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "guardduty.amazonaws.com", operation = "ListDetectors", identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "securityhub.amazonaws.com", operation = "DescribeHub", identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "config.amazonaws.com", operation = "DescribeConfigurationRecorders", identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
  {event_source = "macie2.amazonaws.com", operation = "GetMacieSession", identity_type = "AWSService", invoked_by = "securityhub.amazonaws.com"},
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
  cast(count(distinct event_source) as text)
    || ' security services were looked up within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source in (
    'access-analyzer.amazonaws.com',
    'cloudtrail.amazonaws.com',
    'config.amazonaws.com',
    'ec2.amazonaws.com',
    'guardduty.amazonaws.com',
    'inspector2.amazonaws.com',
    'logs.amazonaws.com',
    'macie2.amazonaws.com',
    'monitoring.amazonaws.com',
    'network-firewall.amazonaws.com',
    'securityhub.amazonaws.com',
    'wafv2.amazonaws.com'
  )
  and operation in (
    'DescribeTrails',
    'GetTrailStatus',
    'GetEventSelectors',
    'LookupEvents',
    'ListDetectors',
    'GetDetector',
    'ListFilters',
    'DescribeHub',
    'GetEnabledStandards',
    'DescribeConfigurationRecorders',
    'DescribeConfigurationRecorderStatus',
    'DescribeConfigRules',
    'GetMacieSession',
    'ListAnalyzers',
    'DescribeFlowLogs',
    'DescribeAlarms',
    'DescribeMetricFilters',
    'ListWebACLs',
    'ListFirewalls',
    'BatchGetAccountStatus'
  )
  and identity_type <> 'AWSService'
  and invoked_by = ''
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(distinct event_source) >= 5

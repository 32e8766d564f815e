/*
title = "Many of Security Hub's controls were switched off within an hour"
severity = "low"
why = "One control is a decision; many at once leave a standard that says less than it seems."
fix = "Read the reasons that were given (DisabledReason), and enable what nobody answers for."
attacks = ["T1562.001"]
false_positives = "The first set-up of a standard by a pipeline."
window = "1h"
confidence = 40
context = true

[[example]]
cloudtrail = [
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c0", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c1", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c2", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c3", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c4", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c5", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c6", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c7", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c8", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c9", ControlStatus = "DISABLED"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# One.
[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "UpdateStandardsControl", request_parameters = {StandardsControlArn = "arn:c", ControlStatus = "DISABLED"}}]
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
  cast(count(*) as text) || ' controls of Security Hub were switched off within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'securityhub.amazonaws.com'
  and operation in ('UpdateStandardsControl', 'BatchUpdateStandardsControlAssociations')
  and error_code = ''
  and regexp_matches(request_parameters, '"(ControlStatus|AssociationStatus)"\s*:\s*"DISABLED"')
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(*) >= 10

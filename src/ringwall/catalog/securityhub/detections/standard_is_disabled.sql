/*
title = "Security Hub's standards were switched off"
severity = "medium"
why = "Without its standards Security Hub judges nothing by itself."
fix = "aws securityhub batch-enable-standards. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "The move from one version of a standard to the next, which enables the new one in the same hour."
window = "1h"

[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "BatchDisableStandards", request_parameters = {StandardsSubscriptionArns = ["arn:aws:securityhub:eu-west-1:111111111111:subscription/cis/v/3.0.0"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is replaced by the next version within the hour.
[[example]]
cloudtrail = [
  {event_source = "securityhub.amazonaws.com", operation = "BatchDisableStandards", request_parameters = {StandardsSubscriptionArns = ["arn:old"]}, event_time = "2026-01-31T10:00:00Z"},
  {event_source = "securityhub.amazonaws.com", operation = "BatchEnableStandards", request_parameters = {StandardsSubscriptionRequests = [{StandardsArn = "arn:new"}]}, event_time = "2026-01-31T10:20:00Z"},
]
expect = "quiet"

# They are read.
[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "GetEnabledStandards"}]
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
  coalesce(
    json_extract_string(e.request_parameters, '$.StandardsSubscriptionArns'),
    ''
  ) as resource,
  'standards of Security Hub were switched off in ' || e.aws_region as reason
from logs.cloudtrail e
where e.event_source = 'securityhub.amazonaws.com'
  and e.operation = 'BatchDisableStandards'
  and e.error_code = ''
  and not exists (
    select 1
    from logs.cloudtrail n
    where n.event_source = 'securityhub.amazonaws.com'
      and n.operation = 'BatchEnableStandards'
      and n.error_code = ''
      and n.account_id = e.account_id
      and n.aws_region = e.aws_region
      and n.event_time between e.event_time - interval 1 hour and e.event_time + interval 1 hour
  )

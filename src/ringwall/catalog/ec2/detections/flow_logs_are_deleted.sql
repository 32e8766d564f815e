/*
title = "VPC flow logs were deleted"
severity = "high"
why = "Flow logs are the only record of who talked to whom. Without them, exfiltration and lateral movement leave no trace."
fix = "aws ec2 create-flow-logs. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.008"]
false_positives = "VPCs that are taken down by their stack."
window = "1h"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DeleteFlowLogs", request_parameters = {DeleteFlowLogsRequest = {FlowLogId = {content = "fl-1", tag = 1}}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The VPC itself is deleted with them, within the hour.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DeleteFlowLogs", request_parameters = {DeleteFlowLogsRequest = {FlowLogId = {content = "fl-1"}}}, principal_arn = "arn:aws:iam::111111111111:role/Admin", event_time = "2026-01-31T10:00:00Z"},
  {event_source = "ec2.amazonaws.com", operation = "DeleteVpc", request_parameters = {vpcId = "vpc-1"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", event_time = "2026-01-31T10:10:00Z"},
]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DeleteFlowLogs", error_code = "Client.UnauthorizedOperation"}]
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
    json_extract_string(e.request_parameters, '$.DeleteFlowLogsRequest.FlowLogId.content'),
    ''
  ) as resource,
  'traffic is no longer logged in ' || e.aws_region as reason
from logs.cloudtrail e
where e.event_source = 'ec2.amazonaws.com'
  and e.operation = 'DeleteFlowLogs'
  and e.error_code = ''
  and not exists (
    select 1
    from logs.cloudtrail v
    where v.event_source = 'ec2.amazonaws.com'
      and v.operation = 'DeleteVpc'
      and v.error_code = ''
      and v.account_id = e.account_id
      and v.aws_region = e.aws_region
      and v.principal_arn = e.principal_arn
      and v.event_time between e.event_time and e.event_time + interval 1 hour
  )

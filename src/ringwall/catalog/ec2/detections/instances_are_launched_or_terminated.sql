/*
title = "Instances were launched, stopped or terminated by hand"
severity = "low"
why = "Services launch most instances. What a person or a script does to machines belongs to the story of other findings of the same principal."
fix = "Compare with what was planned."
attacks = ["T1578.002", "T1578.003"]
false_positives = "Administrators, infrastructure as code and schedulers."
window = "1h"
confidence = 10
context = true

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "TerminateInstances", request_parameters = {instancesSet = {items = [{instanceId = "i-1"}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "TerminateInstances", request_parameters = {}, invoked_by = "autoscaling.amazonaws.com"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, error_code = "Client.DryRunOperation"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(
    ' ',
    'Instances were launched, stopped or terminated in',
    count(*),
    case when count(*) = 1 then 'call within an hour' else 'calls within an hour' end
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('RunInstances', 'TerminateInstances', 'StopInstances')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(*) > 0

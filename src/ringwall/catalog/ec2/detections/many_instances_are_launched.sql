/*
title = "Many instances were launched"
severity = "medium"
why = "Attackers launch as many instances as quota allows, to mine cryptocurrency."
fix = "Terminate the instances and cut off the principal where nobody knows of it."
attacks = ["T1496.001", "T1578.002"]
false_positives = "Load tests, and schedulers that launch by themselves (Karpenter, CI runners): state their roles as exceptions."
window = "1h"
confidence = 45

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "c5.large", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 50}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "c5.large", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 10}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "c5.large", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 60}]}}, invoked_by = "autoscaling.amazonaws.com"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(' ', 'Up to', sum(coalesce(
      try_cast(
        json_extract_string(request_parameters, '$.instancesSet.items[0].maxCount') as bigint
      ),
      1
    )), 'instances were launched within an hour') as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'RunInstances'
  and invoked_by = ''
  and error_code in ('', 'Client.VcpuLimitExceeded', 'Client.InstanceLimitExceeded')
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having sum(coalesce(
      try_cast(
        json_extract_string(request_parameters, '$.instancesSet.items[0].maxCount') as bigint
      ),
      1
    )) >= 50

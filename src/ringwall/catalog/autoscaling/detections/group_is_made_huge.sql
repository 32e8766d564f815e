/*
title = "Auto Scaling group was made huge"
severity = "medium"
why = "A group launches again what the response terminates. Miners set its size to the quota."
fix = "Set the size to zero before the instances are terminated: aws autoscaling update-auto-scaling-group --min-size 0 --max-size 0."
attacks = ["T1496.001", "T1578.002"]
false_positives = "Large services, and events with much traffic."
confidence = 50

[[example]]
cloudtrail = [{event_source = "autoscaling.amazonaws.com", event_name = "CreateAutoScalingGroup", request_parameters = {autoScalingGroupName = "g", minSize = 100, maxSize = 999}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "autoscaling.amazonaws.com", event_name = "CreateAutoScalingGroup", request_parameters = {autoScalingGroupName = "g", minSize = 1, maxSize = 999}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "autoscaling.amazonaws.com", event_name = "SetDesiredCapacity", request_parameters = {autoScalingGroupName = "g", desiredCapacity = 60}, invoked_by = "ecs.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.autoScalingGroupName'), '') as resource,
  concat_ws(
    ' ',
    'Auto Scaling group',
    json_extract_string(request_parameters, '$.autoScalingGroupName'),
    'keeps',
    json_extract_string(request_parameters, '$.minSize'),
    json_extract_string(request_parameters, '$.desiredCapacity'),
    'instances'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'autoscaling.amazonaws.com'
  and event_name in ('CreateAutoScalingGroup', 'UpdateAutoScalingGroup', 'SetDesiredCapacity')
  and error_code = ''
  and invoked_by = ''
  and greatest(
    coalesce(try_cast(json_extract_string(request_parameters, '$.minSize') as bigint), 0),
    coalesce(try_cast(json_extract_string(request_parameters, '$.desiredCapacity') as bigint), 0)
  ) >= 50

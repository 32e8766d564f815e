/*
title = "Many tasks were started"
severity = "medium"
why = "Fargate needs no machines of your own: attackers run hundreds of tasks that mine cryptocurrency."
fix = "aws ecs update-service --desired-count 0, read the image of the task definition, and cut off the principal."
attacks = ["T1496.001", "T1610"]
false_positives = "Batch work, and large services that are deployed by a pipeline."
window = "1h"
confidence = 45

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "CreateService", request_parameters = {cluster = "c", taskDefinition = "t", desiredCount = 100}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "CreateService", request_parameters = {cluster = "c", taskDefinition = "t", desiredCount = 4}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "UpdateService", request_parameters = {cluster = "c", desiredCount = 200}, invoked_by = "ecs.application-autoscaling.amazonaws.com"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(min(json_extract_string(request_parameters, '$.cluster')), '') as resource,
  concat_ws(' ', 'Up to', sum(coalesce(
    try_cast(json_extract_string(request_parameters, '$.desiredCount') as bigint),
    try_cast(json_extract_string(request_parameters, '$.count') as bigint),
    1
  )), 'tasks were asked for within an hour') as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ecs.amazonaws.com'
  and event_name in ('RunTask', 'CreateService', 'UpdateService')
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.taskDefinition') is not null
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having sum(coalesce(
    try_cast(json_extract_string(request_parameters, '$.desiredCount') as bigint),
    try_cast(json_extract_string(request_parameters, '$.count') as bigint),
    1
  )) >= 100

/*
title = "Task was run with another role"
severity = "medium"
why = "Who may pass a role to a task runs any command with its permissions, without changing the task definition."
fix = "See what the role may do, and what the task did. Limit iam:PassRole."
attacks = ["T1610", "T1548.005"]
false_positives = "Schedulers that choose the role for each job."
confidence = 55

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "RunTask", request_parameters = {taskDefinition = "t:1", overrides = {taskRoleArn = "arn:aws:iam::111111111111:role/admin", containerOverrides = []}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "RunTask", request_parameters = {taskDefinition = "t:1", overrides = {containerOverrides = [{name = "c", command = ["migrate"]}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "RunTask", request_parameters = {taskDefinition = "t:1", overrides = {taskRoleArn = "arn:aws:iam::111111111111:role/job"}}, invoked_by = "states.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.taskDefinition'), '') as resource,
  concat_ws(
    ' ',
    'A task of',
    json_extract_string(request_parameters, '$.taskDefinition'),
    'was run with the role',
    json_extract_string(request_parameters, '$.overrides.taskRoleArn')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ecs.amazonaws.com'
  and event_name in ('RunTask', 'StartTask')
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.overrides.taskRoleArn') <> ''

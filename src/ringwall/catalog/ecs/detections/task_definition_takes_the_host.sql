/*
title = "Task definition gives a container the host"
severity = "medium"
why = "A privileged container, or one that mounts the root or the Docker socket of the host, controls the host, with its role and all other containers."
fix = "aws ecs deregister-task-definition, unless an agent needs it; look for tasks that ran."
attacks = ["T1610", "T1611"]
false_positives = "Agents of monitoring and security that watch the host."
confidence = 50

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "RegisterTaskDefinition", request_parameters = {family = "x", containerDefinitions = [{name = "c", privileged = true}]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "RegisterTaskDefinition", request_parameters = {family = "x", volumes = [{name = "h", host = {sourcePath = "/"}}]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "RegisterTaskDefinition", request_parameters = {family = "x", containerDefinitions = [{name = "c", privileged = false}], volumes = [{name = "h", host = {sourcePath = "/data/app"}}]}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ecs.amazonaws.com", event_name = "RegisterTaskDefinition", request_parameters = {family = "x", containerDefinitions = [{privileged = true}]}, error_code = "ClientException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.family'), '') as resource,
  concat_ws(
    ' ',
    'Task definition',
    json_extract_string(request_parameters, '$.family'),
    'gives a container the host'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ecs.amazonaws.com'
  and event_name = 'RegisterTaskDefinition'
  and error_code = ''
  and regexp_matches(
    request_parameters,
    '"privileged": ?"?true|"pidMode": ?"host"|"sourcePath": ?"(/|/etc|/root|/home|/var/run/docker.sock|/run/docker.sock|/var/run|/proc)/?"'
  )

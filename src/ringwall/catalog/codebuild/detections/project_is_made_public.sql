/*
title = "Builds of a project were made public"
severity = "high"
why = "Logs and artifacts of builds hold code, addresses and often secrets."
fix = "aws codebuild update-project-visibility --project-visibility PRIVATE. Rotate what the logs show."
attacks = ["T1530", "T1552"]
false_positives = "Open source projects."
confidence = 80

[[example]]
cloudtrail = [{event_source = "codebuild.amazonaws.com", event_name = "UpdateProjectVisibility", request_parameters = {projectArn = "a", projectVisibility = "PUBLIC_READ"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "codebuild.amazonaws.com", event_name = "UpdateProjectVisibility", request_parameters = {projectArn = "a", projectVisibility = "PRIVATE"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "codebuild.amazonaws.com", event_name = "CreateProject", request_parameters = {}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.projectArn'), '') as resource,
  concat_ws(
    ' ',
    'The builds of',
    json_extract_string(request_parameters, '$.projectArn'),
    'were made public'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'codebuild.amazonaws.com'
  and event_name = 'UpdateProjectVisibility'
  and error_code = ''
  and json_extract_string(request_parameters, '$.projectVisibility') = 'PUBLIC_READ'

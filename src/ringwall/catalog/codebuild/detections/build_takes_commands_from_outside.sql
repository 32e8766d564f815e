/*
title = "Project became a runner of jobs of a repository"
severity = "low"
why = "Who may write a workflow in the repository then runs commands with the role of the project: a way back in that needs no AWS credentials."
fix = "See which repository it is (aws codebuild batch-get-projects); delete the webhook, unless it is meant."
attacks = ["T1546", "T1648"]
false_positives = "Teams that use CodeBuild for their runners."
confidence = 50

[[example]]
cloudtrail = [{event_source = "codebuild.amazonaws.com", event_name = "CreateWebhook", request_parameters = {projectName = "p", filterGroups = [[{type = "EVENT", pattern = "WORKFLOW_JOB_QUEUED"}]]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "codebuild.amazonaws.com", event_name = "CreateWebhook", request_parameters = {projectName = "p", filterGroups = [[{type = "EVENT", pattern = "PUSH"}]]}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.projectName'), '') as resource,
  concat_ws(
    ' ',
    'Project',
    json_extract_string(request_parameters, '$.projectName'),
    'became a runner of jobs of a repository'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'codebuild.amazonaws.com'
  and event_name in ('CreateWebhook', 'UpdateWebhook')
  and error_code = ''
  and invoked_by = ''
  and request_parameters like '%WORKFLOW_JOB_QUEUED%'

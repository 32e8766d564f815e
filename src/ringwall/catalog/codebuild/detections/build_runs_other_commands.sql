/*
title = "Build ran other commands than its project says"
severity = "medium"
why = "Who may start a build with a build specification of their own runs anything with the role of the project, which often deploys everything."
fix = "Read the log of the build. Limit the role of the project, and who may start builds."
attacks = ["T1648", "T1548.005"]
false_positives = "Developers with access keys who try a build."
confidence = 60

[[example]]
cloudtrail = [{event_source = "codebuild.amazonaws.com", event_name = "StartBuild", request_parameters = {projectName = "p", buildspecOverride = "version: 0.2"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "codebuild.amazonaws.com", event_name = "StartBuild", request_parameters = {projectName = "p"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "codebuild.amazonaws.com", event_name = "StartBuild", request_parameters = {projectName = "p", buildspecOverride = "b.yml"}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
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
    'A user ran other commands with the role of project',
    json_extract_string(request_parameters, '$.projectName')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'codebuild.amazonaws.com'
  and event_name in ('StartBuild', 'StartBuildBatch')
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.buildspecOverride') is not null
  and identity_type in ('IAMUser', 'Root')

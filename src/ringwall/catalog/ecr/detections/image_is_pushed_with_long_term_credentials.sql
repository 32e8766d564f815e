/*
title = "Image was pushed by a user"
severity = "low"
why = "What is pushed is run. Pipelines push through roles; access keys of users are what gets stolen, to put code of the attacker's into an image."
fix = "Compare the image with what the pipeline built, and push that again."
attacks = ["T1525"]
false_positives = "Developers who push from their machine, and old pipelines with access keys."
confidence = 35

[[example]]
cloudtrail = [{event_source = "ecr.amazonaws.com", event_name = "PutImage", request_parameters = {repositoryName = "app", imageTag = "latest"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ecr.amazonaws.com", event_name = "PutImage", request_parameters = {repositoryName = "app", imageTag = "latest"}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ecr.amazonaws.com", event_name = "PutImage", request_parameters = {repositoryName = "app"}, error_code = "ImageTagAlreadyExistsException", identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.repositoryName'), '') as resource,
  concat_ws(
    ' ',
    'A user pushed the image',
    json_extract_string(request_parameters, '$.imageTag'),
    'to repository',
    json_extract_string(request_parameters, '$.repositoryName')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ecr.amazonaws.com'
  and event_name = 'PutImage'
  and error_code = ''
  and invoked_by = ''
  and identity_type in ('IAMUser', 'Root')

/*
title = "Guard of images was taken off a repository"
severity = "low"
why = "With tags that can be moved, an image is replaced under its name; without scans, nobody sees what is in it."
fix = "aws ecr put-image-tag-mutability --image-tag-mutability IMMUTABLE; put-image-scanning-configuration scanOnPush=true."
attacks = ["T1562.001", "T1525"]
false_positives = "Infrastructure as code that sets mutable tags."
confidence = 45

[[example]]
cloudtrail = [{event_source = "ecr.amazonaws.com", event_name = "PutImageTagMutability", request_parameters = {repositoryName = "a", imageTagMutability = "MUTABLE"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ecr.amazonaws.com", event_name = "PutImageTagMutability", request_parameters = {repositoryName = "a", imageTagMutability = "IMMUTABLE"}}]
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
    event_name,
    'took a guard off repository',
    json_extract_string(request_parameters, '$.repositoryName')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ecr.amazonaws.com'
  and event_name in ('PutImageTagMutability', 'PutImageScanningConfiguration')
  and error_code = ''
  and invoked_by = ''
  and (
    json_extract_string(request_parameters, '$.imageTagMutability') = 'MUTABLE'
    or json_extract_string(request_parameters, '$.imageScanningConfiguration.scanOnPush') = 'false'
  )

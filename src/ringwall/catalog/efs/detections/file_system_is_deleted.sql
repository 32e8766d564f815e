/*
title = "File system was deleted"
severity = "medium"
why = "All files are gone, at once."
fix = "Restore from AWS Backup. Ask the owner of the principal."
attacks = ["T1485"]
false_positives = "Test environments that are taken down by scripts."
confidence = 45

[[example]]
cloudtrail = [{event_source = "elasticfilesystem.amazonaws.com", event_name = "DeleteFileSystem", request_parameters = {fileSystemId = "fs-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "elasticfilesystem.amazonaws.com", event_name = "DeleteFileSystem", request_parameters = {fileSystemId = "fs-1"}, error_code = "FileSystemInUse"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "elasticfilesystem.amazonaws.com", event_name = "DeleteFileSystem", request_parameters = {fileSystemId = "fs-1"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.fileSystemId'), '') as resource,
  concat_ws(
    ' ',
    'File system',
    json_extract_string(request_parameters, '$.fileSystemId'),
    'was deleted'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'elasticfilesystem.amazonaws.com'
  and event_name = 'DeleteFileSystem'
  and error_code = ''
  and invoked_by = ''

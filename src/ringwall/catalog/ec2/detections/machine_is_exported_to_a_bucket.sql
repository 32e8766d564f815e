/*
title = "Machine was exported to a bucket"
severity = "medium"
why = "The whole disk of a machine becomes a file, which can be downloaded or copied out."
fix = "Cancel the task (aws ec2 cancel-export-task), delete the file, and ask the owner of the principal."
attacks = ["T1074.002", "T1537"]
false_positives = "Migrations of machines out of AWS, which are rare and planned."
confidence = 65

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateInstanceExportTask", request_parameters = {instanceId = "i-1", exportToS3 = {s3Bucket = "b"}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateInstanceExportTask", request_parameters = {instanceId = "i-1"}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateImage", request_parameters = {instanceId = "i-1"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.instanceId'),
    json_extract_string(request_parameters, '$.ExportImageRequest.ImageId'),
    json_extract_string(request_parameters, '$.CreateStoreImageTaskRequest.ImageId'),
    json_extract_string(request_parameters, '$.imageId'),
    ''
  ) as resource,
  concat_ws(' ', event_name, 'writes the disks of a machine to bucket', coalesce(
    json_extract_string(request_parameters, '$.exportToS3.S3Bucket'),
    json_extract_string(request_parameters, '$.exportToS3.s3Bucket'),
    json_extract_string(request_parameters, '$.ExportImageRequest.S3ExportLocation.S3Bucket'),
    json_extract_string(request_parameters, '$.CreateStoreImageTaskRequest.Bucket'),
    json_extract_string(request_parameters, '$.bucket'),
    ''
  )) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('CreateInstanceExportTask', 'ExportImage', 'CreateStoreImageTask')
  and error_code = ''

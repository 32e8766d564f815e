/*
title = "Objects were changed without credentials"
severity = "high"
why = "Anyone can write to the bucket: plant files that others run, delete data, or fill it at your cost."
fix = "Turn Block Public Access of the bucket on, and look through the objects that were written without credentials."
attacks = ["T1565.001", "T1485"]
false_positives = "Drop boxes that are open on purpose; use presigned URLs in their place."
window = "1h"
finding_types = ["Impact:S3/AnomalousBehavior.Write"]
confidence = 85

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices"}, principal_account_id = "anonymous", source_ip = "203.0.113.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices"}, principal_account_id = "anonymous", error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices"}, principal_account_id = "anonymous"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), json_extract_string(request_parameters, '$.bucketName'), source_ip, date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as resource,
  concat_ws(' ', 'Objects of bucket', json_extract_string(request_parameters, '$.bucketName'), 'were changed', count(*), 'times without credentials from', source_ip) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name in ('PutObject', 'DeleteObject', 'DeleteObjects', 'PutObjectAcl', 'CopyObject', 'CreateMultipartUpload')
  and error_code = ''
  and invoked_by = ''
  and (
      principal_account_id = 'anonymous'
      or lower(principal_id) = 'anonymous'
    )
  and access_key_id = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time),
  json_extract_string(request_parameters,
  '$.bucketName'),
  source_ip
having count(*) > 0

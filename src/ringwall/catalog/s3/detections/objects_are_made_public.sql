/*
title = "Objects were made public by their ACL"
severity = "medium"
why = "An object whose ACL names all users can be read by anyone who knows its address, whatever the policy of the bucket says."
fix = "aws s3api put-object-acl --acl private for each; turn ACLs of the bucket off (BucketOwnerEnforced)."
attacks = ["T1530"]
false_positives = "Uploads to websites and content delivery that set public-read by habit."
window = "1h"
finding_types = ["Impact:S3/AnomalousBehavior.Permission"]
confidence = 40

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObjectAcl", request_parameters = {bucketName = "invoices", key = "a.csv", x-amz-acl = "public-read"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "a.csv", x-amz-acl = "bucket-owner-full-control"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObjectAcl", request_parameters = {bucketName = "invoices", key = "a.csv", x-amz-acl = "public-read"}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(
    ' ',
    coalesce(principal_arn, session_arn),
    json_extract_string(request_parameters, '$.bucketName'),
    date_trunc('hour', event_time)
  ) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as resource,
  concat_ws(
    ' ',
    count(distinct json_extract_string(request_parameters, '$.key')),
    case when count(distinct json_extract_string(request_parameters, '$.key')) = 1 then 'object' else 'objects' end,
    'of bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    case when count(distinct json_extract_string(request_parameters, '$.key')) = 1 then 'was' else 'were' end,
    'made public'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name in ('PutObjectAcl', 'PutObject', 'CopyObject', 'CreateMultipartUpload')
  and error_code = ''
  and (
    request_parameters like '%-read%'
    or request_parameters like '%groups/global%'
  )
  and regexp_matches(
    lower(request_parameters),
    'acs.amazonaws.com/groups/global/(allusers|authenticatedusers)|"x-amz-acl": ?\[?"(public-read|public-read-write|authenticated-read)"'
  )
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time),
  json_extract_string(request_parameters,
  '$.bucketName')
having count(*) > 0

/*
title = "Policy or ACL of a bucket was changed"
severity = "low"
why = "It decides who reads the data. Alone it says little; beside other findings of the same principal it says where to look."
fix = "Compare the policy with the one before."
attacks = ["T1222", "T1530"]
false_positives = "Infrastructure as code."
confidence = 15
context = true

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketAcl", request_parameters = {bucketName = "invoices", x-amz-acl = "private"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketAcl", request_parameters = {bucketName = "invoices", x-amz-acl = "private"}, error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetBucketPolicy", request_parameters = {bucketName = "invoices"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as resource,
  concat_ws(
    ' ',
    event_name,
    'changed who may use bucket',
    json_extract_string(request_parameters, '$.bucketName')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name in (
    'PutBucketAcl', 'PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketCORS', 'DeleteBucketCORS'
  )
  and error_code = ''
  and invoked_by = ''

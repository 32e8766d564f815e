/*
title = "Block Public Access of a bucket was removed"
severity = "medium"
why = "It is the step before a bucket is opened: while Block Public Access is on, no policy and no ACL makes the bucket public."
fix = "Turn it on again: aws s3api put-public-access-block --bucket NAME --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true."
attacks = ["T1562.007", "T1530"]
false_positives = "Infrastructure as code that makes a public website, or deletes the setting before the bucket."
finding_types = ["Policy:S3/BucketBlockPublicAccessDisabled"]
confidence = 80

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteBucketPublicAccessBlock", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPublicAccessBlock", request_parameters = {bucketName = "invoices", PublicAccessBlockConfiguration = {BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = false, RestrictPublicBuckets = true}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPublicAccessBlock", request_parameters = {bucketName = "invoices", PublicAccessBlockConfiguration = {BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = true, RestrictPublicBuckets = true}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteBucketPublicAccessBlock", request_parameters = {bucketName = "invoices"}, error_code = "AccessDenied"}]
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
    'turned Block Public Access of bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'off'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name in ('DeleteBucketPublicAccessBlock', 'PutBucketPublicAccessBlock')
  and error_code = ''
  and (
    event_name in ('DeleteBucketPublicAccessBlock')
    or regexp_matches(
      coalesce(json_extract_string(request_parameters, '$.PublicAccessBlockConfiguration'), ''),
      '"(BlockPublicAcls|IgnorePublicAcls|BlockPublicPolicy|RestrictPublicBuckets)":"?false'
    )
  )

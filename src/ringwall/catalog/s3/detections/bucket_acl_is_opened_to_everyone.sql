/*
title = "ACL of a bucket was opened to everyone"
severity = "high"
why = "An ACL that names all users, or all users of AWS, allows anyone on the internet to list the bucket, or to write to it."
fix = "aws s3api put-bucket-acl --bucket NAME --acl private; better, turn ACLs off: put-bucket-ownership-controls with BucketOwnerEnforced."
attacks = ["T1530", "T1562.007"]
false_positives = "Old public websites. A call that succeeded was not stopped by Block Public Access."
finding_types = ["Policy:S3/BucketAnonymousAccessGranted", "Policy:S3/BucketPublicAccessGranted"]
confidence = 90

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketAcl", request_parameters = {bucketName = "invoices", x-amz-acl = "public-read"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketAcl", request_parameters = {bucketName = "invoices", AccessControlPolicy = {AccessControlList = {Grant = [{Grantee = {URI = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}, Permission = "READ"}]}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketAcl", request_parameters = {bucketName = "invoices", x-amz-acl = "private"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketAcl", request_parameters = {bucketName = "invoices", AccessControlPolicy = {AccessControlList = {Grant = [{Grantee = {URI = "http://acs.amazonaws.com/groups/s3/LogDelivery"}, Permission = "WRITE"}]}}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketAcl", request_parameters = {bucketName = "invoices", x-amz-acl = "public-read"}, error_code = "AccessControlListNotSupported"}]
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
    'The ACL of bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'was opened to everyone'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name in ('PutBucketAcl', 'CreateBucket')
  and error_code = ''
  and regexp_matches(
    lower(request_parameters),
    'acs.amazonaws.com/groups/global/(allusers|authenticatedusers)|"x-amz-acl": ?\[?"(public-read|public-read-write|authenticated-read)"'
  )

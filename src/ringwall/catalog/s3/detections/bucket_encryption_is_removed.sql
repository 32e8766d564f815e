/*
title = "Encryption settings of a bucket were removed"
severity = "low"
why = "New objects are then encrypted with a key of S3 alone: permission to the KMS key no longer protects them."
fix = "aws s3api put-bucket-encryption with your key."
attacks = ["T1562.001", "T1600"]
false_positives = "Infrastructure as code that drops the setting, since S3 encrypts by default."
confidence = 40

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteBucketEncryption", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteBucketEncryption", request_parameters = {bucketName = "invoices"}, error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteBucketEncryption", request_parameters = {bucketName = "invoices"}, invoked_by = "cloudformation.amazonaws.com"}]
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
    'The encryption settings of bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'were removed'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name = 'DeleteBucketEncryption'
  and error_code = ''
  and invoked_by = ''

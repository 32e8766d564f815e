/*
title = "Trail should be encrypted with a KMS key"
layer = "data"
severity = "medium"
why = "With a KMS key, read access to the bucket is not enough to read the log files: the key policy must allow it too."
fix = "aws cloudtrail update-trail --name TRAIL_ARN --kms-key-id KEY_ARN (the key policy must let CloudTrail use the key)"
url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", kms_key_id = "arn:aws:kms:eu-west-1:111111111111:key/1"}]
expect = "pass"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", kms_key_id = ""}]
expect = "fail"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t"}]
expect = "unknown"
*/
select
  t.arn as resource,
  case
    when t.trail_arn = t.arn then t.kms_key_id <> ''
  end as ok,
  'KmsKeyId is ' || case when t.kms_key_id = '' then 'not set' else t.kms_key_id end as reason
from estate.cloudtrail_trail t
where (t.trail_arn = t.arn) is not false

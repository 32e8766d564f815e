/*
title = "A trail's files are encrypted with a KMS key of one's own"
layer = "data"
severity = "medium"
why = "With a key policy of its own, the record stays closed to those who can read the bucket: two walls instead of one."
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

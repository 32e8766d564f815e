/*
title = "A trail signs its log files"
layer = "detection"
severity = "medium"
why = "Whoever can write to the bucket can take an hour out of the record. Digest files show that it was done."
fix = "aws cloudtrail update-trail --name TRAIL_ARN --enable-log-file-validation"
url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", enable_log_file_validation = true}]
expect = "pass"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", enable_log_file_validation = false}]
expect = "fail"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t"}]
expect = "unknown"
*/
select
  t.arn as resource,
  case
    when t.trail_arn = t.arn then t.enable_log_file_validation
  end as ok,
  'LogFileValidationEnabled is ' || t.enable_log_file_validation as reason
from estate.cloudtrail_trail t
where (t.trail_arn = t.arn) is not false

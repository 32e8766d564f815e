/*
title = "Trail should have log file validation enabled"
family = "setting_has_value"
table = "cloudtrail_trail"
column = "enable_log_file_validation"
setting = "LogFileValidationEnabled"
scope = "r.trail_arn = r.arn"
row = {trail_arn = "a"}
layer = "detection"
severity = "medium"
why = "Anyone who can write to the bucket can remove log files. With validation enabled, digest files show which log files were changed or deleted."
fix = "aws cloudtrail update-trail --name TRAIL_ARN --enable-log-file-validation"
url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html"

# The organization's trail is judged in the account that owns it.
[[example]]
cloudtrail_trail = [
  {arn = "t", trail_arn = "t", enable_log_file_validation = true},
  {arn = "u", trail_arn = "organization", enable_log_file_validation = false},
]
expect = "pass"
*/

/*
family = "call_is_made"
title = "Logging of Session Manager was switched off"
severity = "high"
why = "The log of a session is the only record of what was typed on an instance."
fix = "aws ssm update-document --name SSM-SessionManagerRunShell with the log group and bucket. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.008"]
false_positives = "The first set-up of the preferences."
sources = ["ssm.amazonaws.com"]
operations = ["CreateDocument", "UpdateDocument"]
resource = "coalesce(json_extract_string(request_parameters, '$.name'), '')"
reason = "'sessions in ' || aws_region || ' are logged to no bucket and no log group'"
condition = '''
json_extract_string(request_parameters, '$.name') like '%SSM-SessionManagerRunShell'
and regexp_matches(json_extract_string(request_parameters, '$.content'), '"s3BucketName"\s*:\s*""')
and regexp_matches(
  json_extract_string(request_parameters, '$.content'),
  '"cloudWatchLogGroupName"\s*:\s*""'
)
'''

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "UpdateDocument", request_parameters = {name = "SSM-SessionManagerRunShell", content = '{"inputs": {"s3BucketName": "", "cloudWatchLogGroupName": ""}}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It logs to a group.
[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "UpdateDocument", request_parameters = {name = "SSM-SessionManagerRunShell", content = '{"inputs": {"s3BucketName": "", "cloudWatchLogGroupName": "sessions"}}'}}]
expect = "quiet"

# Another document.
[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "UpdateDocument", request_parameters = {name = "patch", content = "{}"}}]
expect = "quiet"

# CloudTrail hides the content.
[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "UpdateDocument", request_parameters = {name = "SSM-SessionManagerRunShell", content = "HIDDEN_DUE_TO_SECURITY_REASONS"}}]
expect = "quiet"
*/

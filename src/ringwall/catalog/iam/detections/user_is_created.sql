/*
family = "call_is_made"
title = "IAM user was created"
severity = "low"
why = "An own user is how an intruder comes back after the stolen key is gone. Where people sign in by Identity Center, new users are rare."
fix = "Ask who created it, and for what. aws iam delete-user if nobody knows."
attacks = ["T1136.003"]
false_positives = "Users for programs that cannot use roles. CloudFormation's do not count here."
confidence = 30
sources = ["iam.amazonaws.com"]
operations = ["CreateUser"]
resource = '''
coalesce(
  json_extract_string(response_elements, '$.user.arn'),
  json_extract_string(request_parameters, '$.userName'),
  ''
)
'''
reason = "'user ' || coalesce(json_extract_string(request_parameters, '$.userName'), '') || ' was created'"
condition = "invoked_by <> 'cloudformation.amazonaws.com'"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateUser", request_parameters = {userName = "backup-svc"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A stack creates it.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateUser", request_parameters = {userName = "ses-smtp"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"}]
expect = "quiet"

# The name was taken.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateUser", request_parameters = {userName = "bob"}, error_code = "EntityAlreadyExistsException"}]
expect = "quiet"
*/

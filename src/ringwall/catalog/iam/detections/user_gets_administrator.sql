/*
family = "call_is_made"
title = "User was made an administrator"
severity = "high"
why = "A user has keys that never expire. One that can do everything is what an intruder makes to stay."
fix = "aws iam detach-user-policy, and give people roles. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003", "T1078.004"]
false_positives = "The first administrator of a new account."
sources = ["iam.amazonaws.com"]
operations = ["AttachUserPolicy"]
resource = "coalesce(json_extract_string(request_parameters, '$.userName'), '')"
reason = '''
'user ' || coalesce(json_extract_string(request_parameters, '$.userName'), '') || ' got '
  || regexp_extract(json_extract_string(request_parameters, '$.policyArn'), '[^/]*$', 0)
'''
condition = '''
regexp_matches(
  json_extract_string(request_parameters, '$.policyArn'),
  ':iam::aws:policy/(AdministratorAccess|IAMFullAccess)$'
)
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachUserPolicy", request_parameters = {userName = "bob", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A policy that only reads.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachUserPolicy", request_parameters = {userName = "bob", policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachUserPolicy", request_parameters = {userName = "bob", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, error_code = "AccessDenied"}]
expect = "quiet"

# Administrator of Amplify alone.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachUserPolicy", request_parameters = {userName = "bob", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess-Amplify"}}]
expect = "quiet"
*/

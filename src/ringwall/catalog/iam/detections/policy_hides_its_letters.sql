/*
family = "call_is_made"
title = "Policy was written with escaped letters"
severity = "high"
why = "JSON may spell a letter or * as a number. IAM reads it as what it is, and people and tools that look for the letter do not."
fix = "Read the policy as IAM shows it (aws iam get-policy-version), and take it away. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1027", "T1098.003"]
false_positives = "Template engines that escape <, > and &: these do not count."
confidence = 75
sources = ["iam.amazonaws.com", "kms.amazonaws.com", "organizations.amazonaws.com"]
operations = [
  "CreateKey",
  "CreatePolicy",
  "CreatePolicyVersion",
  "CreateRole",
  "PutGroupPolicy",
  "PutKeyPolicy",
  "PutRolePolicy",
  "PutUserPolicy",
  "UpdateAssumeRolePolicy",
  "UpdatePolicy",
]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.userName'),
  json_extract_string(request_parameters, '$.roleName'),
  json_extract_string(request_parameters, '$.groupName'),
  json_extract_string(request_parameters, '$.policyArn'),
  json_extract_string(request_parameters, '$.policyName'),
  json_extract_string(request_parameters, '$.policyId'),
  json_extract_string(request_parameters, '$.keyId'),
  ''
)
'''
reason = "operation || ' wrote a policy whose letters are escaped'"
condition = '''
regexp_matches(
  coalesce(
    json_extract_string(request_parameters, '$.policyDocument'),
    json_extract_string(request_parameters, '$.assumeRolePolicyDocument'),
    json_extract_string(request_parameters, '$.policy'),
    json_extract_string(request_parameters, '$.content'),
    ''
  ),
  '\\u00(2[aA]|3[0-9a-bA-B]|[4-7][0-9a-fA-F])'
)
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "bob", policyName = "x", policyDocument = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"\\u002a\",\"Resource\":\"\\u002a\"}]}"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Plain letters.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "bob", policyName = "x", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'}}]
expect = "quiet"

# An ampersand of a template.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutRolePolicy", request_parameters = {roleName = "app", policyName = "x", policyDocument = "{\"Statement\":[{\"Sid\":\"a\\u0026b\",\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "bob", policyDocument = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"\\u002a\",\"Resource\":\"\\u002a\"}]}"}, error_code = "AccessDenied"}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "Group was made one of administrators"
severity = "high"
why = "All users of the group, now and later, can do everything."
fix = "aws iam detach-group-policy. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "The first set-up of an account."
sources = ["iam.amazonaws.com"]
operations = ["AttachGroupPolicy"]
resource = "coalesce(json_extract_string(request_parameters, '$.groupName'), '')"
reason = '''
'group ' || coalesce(json_extract_string(request_parameters, '$.groupName'), '') || ' got '
  || regexp_extract(json_extract_string(request_parameters, '$.policyArn'), '[^/]*$', 0)
'''
condition = '''
regexp_matches(
  json_extract_string(request_parameters, '$.policyArn'),
  ':iam::aws:policy/(AdministratorAccess|IAMFullAccess)$'
)
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachGroupPolicy", request_parameters = {groupName = "devs", policyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Billing alone.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachGroupPolicy", request_parameters = {groupName = "devs", policyArn = "arn:aws:iam::aws:policy/job-function/Billing"}}]
expect = "quiet"
*/

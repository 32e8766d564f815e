/*
family = "call_is_made"
title = "Policy that denied everything was taken off a principal"
severity = "high"
why = "AWSDenyAll and AWS's quarantine are put on principals whose credentials leaked. Whoever takes them off wants to go on."
fix = "Attach it again, and rotate the credentials before it comes off. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1562"]
false_positives = "The end of an incident, after the keys were rotated."
confidence = 75
sources = ["iam.amazonaws.com"]
operations = ["DetachGroupPolicy", "DetachRolePolicy", "DetachUserPolicy"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.userName'),
  json_extract_string(request_parameters, '$.roleName'),
  json_extract_string(request_parameters, '$.groupName'),
  ''
)
'''
reason = '''
regexp_extract(json_extract_string(request_parameters, '$.policyArn'), '[^/]*$', 0)
  || ' was taken off '
  || coalesce(
    json_extract_string(request_parameters, '$.userName'),
    json_extract_string(request_parameters, '$.roleName'),
    json_extract_string(request_parameters, '$.groupName'),
    ''
  )
'''
condition = '''
regexp_matches(
  json_extract_string(request_parameters, '$.policyArn'),
  ':aws:policy/(AWSDenyAll|AWSCompromisedKeyQuarantine)'
)
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DetachUserPolicy", request_parameters = {userName = "bob", policyArn = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DetachRolePolicy", request_parameters = {roleName = "app", policyArn = "arn:aws:iam::aws:policy/AWSDenyAll"}}]
expect = "hit"

# A policy that allows.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DetachUserPolicy", request_parameters = {userName = "bob", policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess"}}]
expect = "quiet"

# It is attached.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachRolePolicy", request_parameters = {roleName = "app", policyArn = "arn:aws:iam::aws:policy/AWSDenyAll"}}]
expect = "quiet"
*/

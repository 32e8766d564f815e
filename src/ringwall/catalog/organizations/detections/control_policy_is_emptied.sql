/*
family = "call_is_made"
title = "Control policy was rewritten so that it denies nothing"
severity = "high"
why = "The policy is still attached to all its units, and limits nobody."
fix = "Put the earlier content back (AWS Config, Terraform). Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001", "T1484"]
false_positives = "Policies of the allow-list kind: they have no Deny, and never had."
sources = ["organizations.amazonaws.com"]
operations = ["UpdatePolicy"]
resource = "coalesce(json_extract_string(request_parameters, '$.policyId'), '')"
reason = '''
'policy ' || coalesce(json_extract_string(request_parameters, '$.policyId'), '')
  || ' denies nothing any more'
'''
condition = '''
regexp_matches(json_extract_string(request_parameters, '$.content'), '"Effect"\s*:\s*"Allow"')
and not regexp_matches(
  json_extract_string(request_parameters, '$.content'),
  '"Effect"\s*:\s*"Deny"'
)
and regexp_matches(
  json_extract_string(request_parameters, '$.content'),
  '"Action"\s*:\s*(\[\s*)?"[*]"'
)
'''

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "UpdatePolicy", request_parameters = {policyId = "p-1", content = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It still denies.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "UpdatePolicy", request_parameters = {policyId = "p-1", content = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}]}'}}]
expect = "quiet"

# The name alone.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "UpdatePolicy", request_parameters = {policyId = "p-1", name = "guard"}}]
expect = "quiet"

# An allow list.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "UpdatePolicy", request_parameters = {policyId = "p-1", content = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'}}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "Stack lost its protection against deletion"
severity = "low"
why = "Termination protection and stack policies keep what matters from being deleted in one call."
fix = "aws cloudformation update-termination-protection --enable-termination-protection. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562", "T1485"]
false_positives = "Stacks that are to be deleted."
confidence = 40
sources = ["cloudformation.amazonaws.com"]
operations = ["UpdateTerminationProtection"]
resource = "coalesce(json_extract_string(request_parameters, '$.stackName'), '')"
reason = '''
'stack ' || coalesce(json_extract_string(request_parameters, '$.stackName'), '')
  || ' can be deleted now'
'''
condition = "json_extract_string(request_parameters, '$.enableTerminationProtection') = 'false'"

[[example]]
cloudtrail = [{event_source = "cloudformation.amazonaws.com", operation = "UpdateTerminationProtection", request_parameters = {stackName = "prod", enableTerminationProtection = false}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is protected.
[[example]]
cloudtrail = [{event_source = "cloudformation.amazonaws.com", operation = "UpdateTerminationProtection", request_parameters = {stackName = "prod", enableTerminationProtection = true}}]
expect = "quiet"
*/

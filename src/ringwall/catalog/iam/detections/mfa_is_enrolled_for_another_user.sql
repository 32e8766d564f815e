/*
family = "call_is_made"
title = "MFA device was enrolled for another user"
severity = "medium"
why = "An intruder who enrols an own device keeps the user out, and gets past policies that ask for MFA."
fix = "Ask the user whose device it is; deactivate it if nobody knows. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.005", "T1556.006"]
false_positives = "An administrator who sets up MFA for a colleague."
confidence = 50
sources = ["iam.amazonaws.com"]
operations = ["EnableMFADevice"]
resource = "coalesce(json_extract_string(request_parameters, '$.userName'), '')"
reason = '''
'an MFA device was enrolled for user '
  || coalesce(json_extract_string(request_parameters, '$.userName'), '')
'''
condition = '''
json_extract_string(request_parameters, '$.userName') <> ''
and json_extract_string(request_parameters, '$.userName') <> user_name
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "EnableMFADevice", request_parameters = {userName = "bob", serialNumber = "arn:aws:iam::111111111111:mfa/x"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The user enrols the own device.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "EnableMFADevice", request_parameters = {userName = "mallory", serialNumber = "arn:aws:iam::111111111111:mfa/x"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "Federation token was made with a user's key"
severity = "medium"
why = "A federation token lives up to 36 hours, and goes on after the key it came from was deactivated. It opens the console, too."
fix = "Attach a policy that denies sessions from before now (aws:TokenIssueTime) to the user. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1550.001", "T1098.001"]
false_positives = "Old portals and file gateways that were built before roles."
confidence = 50
sources = ["sts.amazonaws.com"]
operations = ["GetFederationToken"]
resource = '''
coalesce(
  json_extract_string(response_elements, '$.federatedUser.arn'),
  json_extract_string(request_parameters, '$.name'),
  ''
)
'''
reason = "'a token of up to 36 hours was made from the key of ' || user_name"

[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetFederationToken", request_parameters = {name = "x", policyArns = []}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Denied.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetFederationToken", request_parameters = {name = "x"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7", error_code = "AccessDenied"}]
expect = "quiet"

# A role is assumed.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:r"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "Person was created in Identity Center by hand"
severity = "low"
why = "Where people come from a directory (SCIM), one that is made by hand is a backdoor with a password of its own."
fix = "aws identitystore delete-user if nobody knows the person. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1136.003"]
false_positives = "Organizations without a directory, which make all people by hand; break-glass people."
confidence = 40
sources = ["sso-directory.amazonaws.com", "identitystore.amazonaws.com"]
operations = ["CreateUser"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.userName'),
  json_extract_string(request_parameters, '$.identityStoreId'),
  ''
)
'''
reason = "'a person was created in Identity Center by hand'"

[[example]]
cloudtrail = [{event_source = "sso-directory.amazonaws.com", operation = "CreateUser", request_parameters = {identityStoreId = "d-1", userName = "x"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# The directory does it (SCIM).
[[example]]
cloudtrail = [{event_source = "identitystore-scim.amazonaws.com", operation = "CreateUser", request_parameters = {httpBody = {}}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "identitystore.amazonaws.com", operation = "CreateUser", request_parameters = {identityStoreId = "d-1"}, error_code = "AccessDenied"}]
expect = "quiet"
*/

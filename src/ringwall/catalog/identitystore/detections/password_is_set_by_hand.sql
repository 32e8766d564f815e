/*
family = "call_is_made"
title = "Password of a person of Identity Center was set by somebody else"
severity = "high"
why = "Who sets a colleague's password signs in as the colleague, in all accounts."
fix = "Ask the person, reset the password and end the sessions. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1078.004"]
false_positives = "The help desk; it should send a link, which does not show the password."
confidence = 50
sources = ["sso-directory.amazonaws.com", "identitystore.amazonaws.com"]
operations = ["UpdatePassword", "ResetPassword"]
resource = "coalesce(json_extract_string(request_parameters, '$.userId'), '')"
reason = '''
'the password of person ' || coalesce(json_extract_string(request_parameters, '$.userId'), '')
  || ' was set by somebody else'
'''
condition = '''
identity_type in ('AssumedRole', 'IAMUser', 'Root')
and coalesce(json_extract_string(request_parameters, '$.passwordMode'), 'OTP') <> 'EMAIL'
'''

[[example]]
cloudtrail = [{event_source = "sso-directory.amazonaws.com", operation = "UpdatePassword", request_parameters = {userId = "u-1", passwordMode = "OTP"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# A link is sent.
[[example]]
cloudtrail = [{event_source = "sso-directory.amazonaws.com", operation = "UpdatePassword", request_parameters = {userId = "u-1", passwordMode = "EMAIL"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "quiet"

# The person changes the own one.
[[example]]
cloudtrail = [{event_source = "sso-directory.amazonaws.com", operation = "UpdatePassword", request_parameters = {userId = "u-1"}, identity_type = "Unknown"}]
expect = "quiet"
*/

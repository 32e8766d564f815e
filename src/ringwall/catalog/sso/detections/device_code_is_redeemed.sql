/*
family = "call_is_made"
title = "Access token of Identity Center was taken by a device code"
severity = "low"
why = "A device code is confirmed in one place and redeemed in another: a link in an e-mail makes a victim confirm the intruder's."
fix = "Compare the address with that of the person's sign-in; end the person's sessions if it is strange."
attacks = ["T1528", "T1566.002"]
false_positives = "The aws sso login of older command lines does the same, at every sign-in."
confidence = 15
context = true
sources = ["sso.amazonaws.com", "sso-oauth.amazonaws.com"]
operations = ["CreateToken"]
resource = "coalesce(nullif(user_name, ''), principal_id)"
reason = "'a device code was redeemed from ' || source_ip"
condition = "json_extract_string(request_parameters, '$.grantType') like '%device_code'"

[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "CreateToken", request_parameters = {grantType = "urn:ietf:params:oauth:grant-type:device_code"}, identity_type = "Unknown", source_ip = "198.51.100.7"}]
expect = "hit"

# By the browser on the same machine (PKCE).
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "CreateToken", request_parameters = {grantType = "authorization_code"}}]
expect = "quiet"

# It was not confirmed yet.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "CreateToken", request_parameters = {grantType = "urn:ietf:params:oauth:grant-type:device_code"}, error_code = "AuthorizationPendingException"}]
expect = "quiet"
*/

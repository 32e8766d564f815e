/*
family = "call_is_made"
title = "Identity pool was opened to guests"
severity = "high"
why = "Guests of an identity pool get credentials of AWS without signing in. Everyone who reads the app finds the pool's ID."
fix = "aws cognito-identity update-identity-pool --no-allow-unauthenticated-identities, and narrow the role of guests. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1190"]
false_positives = "Apps that measure use or show maps before the sign-in, with a role for that alone."
confidence = 60
sources = ["cognito-identity.amazonaws.com"]
operations = ["CreateIdentityPool", "UpdateIdentityPool"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.identityPoolId'),
  json_extract_string(request_parameters, '$.identityPoolName'),
  ''
)
'''
reason = '''
'identity pool '
  || coalesce(
    json_extract_string(request_parameters, '$.identityPoolId'),
    json_extract_string(request_parameters, '$.identityPoolName'),
    ''
  )
  || ' gives credentials to guests'
'''
condition = "json_extract_string(request_parameters, '$.allowUnauthenticatedIdentities') = 'true'"

[[example]]
cloudtrail = [{event_source = "cognito-identity.amazonaws.com", operation = "UpdateIdentityPool", request_parameters = {identityPoolId = "eu-west-1:1", allowUnauthenticatedIdentities = true}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Without guests.
[[example]]
cloudtrail = [{event_source = "cognito-identity.amazonaws.com", operation = "CreateIdentityPool", request_parameters = {identityPoolName = "app", allowUnauthenticatedIdentities = false}}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "User pool lost its MFA, or trusts another identity provider"
severity = "medium"
why = "Users of the pool are users of your application. Another provider, or a sign-in without MFA, lets others in as them."
fix = "aws cognito-idp set-user-pool-mfa-config, delete-identity-provider. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1556.006", "T1484.002"]
false_positives = "A provider that customers asked for."
confidence = 50
sources = ["cognito-idp.amazonaws.com"]
operations = ["CreateIdentityProvider", "SetUserPoolMfaConfig", "UpdateIdentityProvider"]
resource = "coalesce(json_extract_string(request_parameters, '$.userPoolId'), '')"
reason = '''
operation || ' on user pool '
  || coalesce(json_extract_string(request_parameters, '$.userPoolId'), '')
'''
condition = '''
invoked_by = ''
and coalesce(json_extract_string(request_parameters, '$.mfaConfiguration'), 'OFF') = 'OFF'
'''

[[example]]
cloudtrail = [{event_source = "cognito-idp.amazonaws.com", operation = "SetUserPoolMfaConfig", request_parameters = {userPoolId = "eu-west-1_1", mfaConfiguration = "OFF"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "cognito-idp.amazonaws.com", operation = "CreateIdentityProvider", request_parameters = {userPoolId = "eu-west-1_1", providerName = "x"}}]
expect = "hit"

# MFA is switched on.
[[example]]
cloudtrail = [{event_source = "cognito-idp.amazonaws.com", operation = "SetUserPoolMfaConfig", request_parameters = {userPoolId = "eu-west-1_1", mfaConfiguration = "ON"}}]
expect = "quiet"

# A stack.
[[example]]
cloudtrail = [{event_source = "cognito-idp.amazonaws.com", operation = "CreateIdentityProvider", request_parameters = {userPoolId = "p"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/

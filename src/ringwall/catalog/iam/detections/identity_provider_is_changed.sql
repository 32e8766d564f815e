/*
family = "call_is_made"
title = "Identity provider's keys or audiences were changed"
severity = "high"
why = "New metadata or a new thumbprint means other keys: who holds them signs in as each role that trusts the provider."
fix = "Compare the certificate with that of your provider. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1484.002", "T1556.007"]
false_positives = "The yearly renewal of the provider's signing certificate."
confidence = 60
sources = ["iam.amazonaws.com"]
operations = ["AddClientIDToOpenIDConnectProvider", "UpdateOpenIDConnectProviderThumbprint", "UpdateSAMLProvider"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.sAMLProviderArn'),
  json_extract_string(request_parameters, '$.openIDConnectProviderArn'),
  ''
)
'''
reason = '''
operation || ' changed who '
  || coalesce(
    json_extract_string(request_parameters, '$.sAMLProviderArn'),
    json_extract_string(request_parameters, '$.openIDConnectProviderArn'),
    ''
  )
  || ' vouches for'
'''
condition = "principal_arn not like '%:role/aws-service-role/%'"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateSAMLProvider", request_parameters = {sAMLProviderArn = "arn:aws:iam::111111111111:saml-provider/okta"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AddClientIDToOpenIDConnectProvider", request_parameters = {openIDConnectProviderArn = "arn:o", clientID = "x"}}]
expect = "hit"

# Identity Center renews its own.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateSAMLProvider", request_parameters = {sAMLProviderArn = "arn:s"}, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO"}]
expect = "quiet"

# A tag.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "TagSAMLProvider", request_parameters = {sAMLProviderArn = "arn:s"}}]
expect = "quiet"
*/

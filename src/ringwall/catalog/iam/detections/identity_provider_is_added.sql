/*
family = "call_is_made"
title = "Identity provider was added to an account"
severity = "medium"
why = "Whoever holds the provider's keys can sign in as each role that trusts it, without any key of AWS."
fix = "Ask whose provider it is; aws iam delete-saml-provider or delete-open-id-connect-provider. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1484.002", "T1556.007"]
false_positives = "EKS clusters and CI add providers by Terraform or eksctl, and Identity Center its own (which does not count)."
confidence = 50
sources = ["iam.amazonaws.com"]
operations = ["CreateOpenIDConnectProvider", "CreateSAMLProvider"]
resource = '''
coalesce(
  json_extract_string(response_elements, '$.sAMLProviderArn'),
  json_extract_string(response_elements, '$.openIDConnectProviderArn'),
  json_extract_string(request_parameters, '$.name'),
  json_extract_string(request_parameters, '$.url'),
  ''
)
'''
reason = '''
'tokens of '
  || coalesce(
    json_extract_string(request_parameters, '$.url'),
    json_extract_string(request_parameters, '$.name'),
    ''
  )
  || ' are accepted now'
'''
condition = '''
principal_arn not like '%:role/aws-service-role/%'
and coalesce(json_extract_string(request_parameters, '$.url'), '') not like 'https://oidc.eks.%'
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateSAMLProvider", request_parameters = {name = "okta"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateOpenIDConnectProvider", request_parameters = {url = "https://evil.example"}}]
expect = "hit"

# Identity Center.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateSAMLProvider", request_parameters = {name = "AWSSSO_0123_DO_NOT_DELETE"}, principal_arn = "arn:aws:iam::111111111111:role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO"}]
expect = "quiet"

# The provider of a cluster.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateOpenIDConnectProvider", request_parameters = {url = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABCD"}}]
expect = "quiet"
*/

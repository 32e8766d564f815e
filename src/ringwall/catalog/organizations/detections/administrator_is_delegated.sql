/*
family = "call_is_made"
title = "Administrator of a service was delegated, or the organization's own policy replaced"
severity = "high"
why = "A delegated administrator acts on all accounts: it deploys stacks, reads findings, grants access. It is a way to the whole organization from one member."
fix = "aws organizations deregister-delegated-administrator. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1484"]
false_positives = "The first set-up of a service. Each service has one administrator, and it changes once in years."
confidence = 60
sources = ["organizations.amazonaws.com", "guardduty.amazonaws.com", "securityhub.amazonaws.com", "iam.amazonaws.com", "access-analyzer.amazonaws.com"]
operations = ["EnableOrganizationAdminAccount", "PutResourcePolicy", "RegisterDelegatedAdministrator"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.accountId'),
  json_extract_string(request_parameters, '$.adminAccountId'),
  json_extract_string(request_parameters, '$.AdminAccountId'),
  ''
)
'''
reason = '''
'account '
  || coalesce(
    json_extract_string(request_parameters, '$.accountId'),
    json_extract_string(request_parameters, '$.adminAccountId'),
    json_extract_string(request_parameters, '$.AdminAccountId'),
    'of a policy'
  )
  || ' administers '
    || coalesce(json_extract_string(request_parameters, '$.servicePrincipal'), event_source)
'''
condition = "identity_type <> 'AWSService'"

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "RegisterDelegatedAdministrator", request_parameters = {accountId = "222222222222", servicePrincipal = "member.org.stacksets.cloudformation.amazonaws.com"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is taken back.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DeregisterDelegatedAdministrator", request_parameters = {accountId = "222222222222"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "RegisterDelegatedAdministrator", error_code = "AccessDenied"}]
expect = "quiet"
*/

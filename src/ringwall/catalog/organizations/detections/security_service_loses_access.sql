/*
family = "call_is_made"
title = "Security service lost its access to the organization"
severity = "high"
why = "CloudTrail, GuardDuty, Config and others reach all accounts by trusted access. Without it, new accounts are not watched and old ones leave."
fix = "aws organizations enable-aws-service-access. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Products that another takes over."
sources = ["organizations.amazonaws.com"]
operations = ["DeregisterDelegatedAdministrator", "DisableAWSServiceAccess"]
resource = "coalesce(json_extract_string(request_parameters, '$.servicePrincipal'), '')"
reason = "operation || ' of ' || coalesce(json_extract_string(request_parameters, '$.servicePrincipal'), '')"
condition = '''
regexp_matches(
  json_extract_string(request_parameters, '$.servicePrincipal'),
  '(cloudtrail|guardduty|securityhub|config|config-multiaccountsetup|macie|inspector2|access-analyzer|detective|fms|securitylake|sso|controltower|iam)[.]amazonaws'
)
'''

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DisableAWSServiceAccess", request_parameters = {servicePrincipal = "guardduty.amazonaws.com"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A service that watches nothing.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DisableAWSServiceAccess", request_parameters = {servicePrincipal = "servicecatalog.amazonaws.com"}}]
expect = "quiet"
*/

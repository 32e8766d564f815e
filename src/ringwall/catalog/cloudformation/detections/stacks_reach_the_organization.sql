/*
family = "call_is_made"
title = "Stack set was set to deploy into the whole organization"
severity = "medium"
why = "One stack set puts a role, key or function into all accounts, new ones too, by a role that can do everything."
fix = "Read its template; aws cloudformation delete-stack-instances. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1648", "T1072"]
false_positives = "Security baselines and providers' integrations, put there by the platform team."
confidence = 40
sources = ["cloudformation.amazonaws.com"]
operations = ["CreateStackInstances", "CreateStackSet", "UpdateStackSet"]
resource = "coalesce(json_extract_string(request_parameters, '$.stackSetName'), '')"
reason = '''
'stack set ' || coalesce(json_extract_string(request_parameters, '$.stackSetName'), '')
  || ' reaches the whole organization'
'''
condition = '''
invoked_by = ''
and (
  regexp_matches(request_parameters, '"organizationalUnitIds"\s*:\s*\[\s*"r-')
  or regexp_matches(request_parameters, '"autoDeployment"\s*:\s*[{]\s*"enabled"\s*:\s*true')
)
'''

[[example]]
cloudtrail = [{event_source = "cloudformation.amazonaws.com", operation = "CreateStackInstances", request_parameters = {stackSetName = "x", deploymentTargets = {organizationalUnitIds = ["r-ab12"]}, regions = ["eu-west-1"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# One account.
[[example]]
cloudtrail = [{event_source = "cloudformation.amazonaws.com", operation = "CreateStackInstances", request_parameters = {stackSetName = "x", accounts = ["222222222222"]}}]
expect = "quiet"

# Control Tower.
[[example]]
cloudtrail = [{event_source = "cloudformation.amazonaws.com", operation = "CreateStackInstances", request_parameters = {stackSetName = "AWSControlTowerBP", deploymentTargets = {organizationalUnitIds = ["r-ab12"]}}, invoked_by = "controltower.amazonaws.com"}]
expect = "quiet"
*/

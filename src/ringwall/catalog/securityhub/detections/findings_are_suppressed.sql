/*
family = "call_is_made"
title = "Security Hub was set to suppress findings"
severity = "medium"
why = "An automation rule that sets findings to SUPPRESSED or RESOLVED hides them before anyone reads them."
fix = "Read the rule (aws securityhub batch-get-automation-rules) and delete it if nobody answers for it. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.006"]
false_positives = "The security team's own rules for accepted risks."
confidence = 60
sources = ["securityhub.amazonaws.com"]
operations = ["CreateAutomationRule", "CreateAutomationRuleV2", "BatchUpdateAutomationRules", "CreateInsight"]
resource = "coalesce(json_extract_string(request_parameters, '$.RuleName'), '')"
reason = '''
'rule ' || coalesce(json_extract_string(request_parameters, '$.RuleName'), 'of no name')
  || ' hides findings'
'''
condition = '''regexp_matches(request_parameters, '"(SUPPRESSED|RESOLVED)"')'''

[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "CreateAutomationRule", request_parameters = {RuleName = "tidy", RuleStatus = "ENABLED", Actions = [{Type = "FINDING_FIELDS_UPDATE", FindingFieldsUpdate = {Workflow = {Status = "SUPPRESSED"}}}]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The rule raises the severity.
[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "CreateAutomationRule", request_parameters = {RuleName = "crown-jewels", Actions = [{Type = "FINDING_FIELDS_UPDATE", FindingFieldsUpdate = {Severity = {Label = "CRITICAL"}}}]}}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "Access Analyzer was set to archive findings unseen"
severity = "low"
why = "An archive rule hides access from outside before anyone reads of it."
fix = "Read the rule (aws accessanalyzer get-archive-rule), and delete it if nobody answers for it."
attacks = ["T1562.006"]
false_positives = "The security team's own rules for partners that are known."
confidence = 40
sources = ["access-analyzer.amazonaws.com"]
operations = ["CreateArchiveRule", "UpdateArchiveRule"]
resource = "coalesce(json_extract_string(request_parameters, '$.ruleName'), '')"
reason = '''
'rule ' || coalesce(json_extract_string(request_parameters, '$.ruleName'), '')
  || ' archives findings unseen'
'''

[[example]]
cloudtrail = [{event_source = "access-analyzer.amazonaws.com", operation = "CreateArchiveRule", request_parameters = {analyzerName = "org", ruleName = "partner", filter = {isPublic = {eq = ["true"]}}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A rule is deleted.
[[example]]
cloudtrail = [{event_source = "access-analyzer.amazonaws.com", operation = "DeleteArchiveRule", request_parameters = {analyzerName = "org", ruleName = "partner"}}]
expect = "quiet"
*/

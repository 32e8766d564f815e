/*
family = "call_is_made"
title = "Access Analyzer was deleted"
severity = "medium"
why = "The analyzer is what says that a bucket, role or key was opened to another account."
fix = "aws accessanalyzer create-analyzer. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "An analyzer of the organization that replaces those of accounts."
sources = ["access-analyzer.amazonaws.com"]
operations = ["DeleteAnalyzer"]
resource = "coalesce(json_extract_string(request_parameters, '$.analyzerName'), '')"
reason = '''
'analyzer ' || coalesce(json_extract_string(request_parameters, '$.analyzerName'), '')
  || ' was deleted'
'''

[[example]]
cloudtrail = [{event_source = "access-analyzer.amazonaws.com", operation = "DeleteAnalyzer", request_parameters = {analyzerName = "org"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Denied.
[[example]]
cloudtrail = [{event_source = "access-analyzer.amazonaws.com", operation = "DeleteAnalyzer", request_parameters = {analyzerName = "org"}, error_code = "AccessDenied"}]
expect = "quiet"
*/

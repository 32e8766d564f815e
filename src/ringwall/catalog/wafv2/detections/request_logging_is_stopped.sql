/*
family = "call_is_made"
title = "Logging of web requests was stopped"
severity = "medium"
why = "The logs of WAF show which requests tried what, and from where."
fix = "aws wafv2 put-logging-configuration. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.008"]
false_positives = "Web ACLs that are taken down."
sources = ["wafv2.amazonaws.com", "waf.amazonaws.com", "waf-regional.amazonaws.com"]
operations = ["DeleteLoggingConfiguration"]
resource = "coalesce(json_extract_string(request_parameters, '$.resourceArn'), '')"
reason = '''
'requests to web ACL ' || coalesce(json_extract_string(request_parameters, '$.resourceArn'), '')
  || ' are not logged any more'
'''

[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "DeleteLoggingConfiguration", request_parameters = {resourceArn = "arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/web/1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is set up.
[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "PutLoggingConfiguration", request_parameters = {loggingConfiguration = {resourceArn = "arn:w"}}}]
expect = "quiet"
*/

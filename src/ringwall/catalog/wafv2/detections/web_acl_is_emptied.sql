/*
family = "call_is_made"
title = "Web ACL was left without rules that block"
severity = "high"
why = "A web ACL that allows by default and has no rule is there for every check, and stops nothing."
fix = "Put the rules back: aws wafv2 update-web-acl. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.007"]
false_positives = "The first version of a new web ACL, before its rules are added."
sources = ["wafv2.amazonaws.com"]
operations = ["UpdateWebACL"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.aRN'),
  json_extract_string(request_parameters, '$.name'),
  ''
)
'''
reason = '''
'web ACL ' || coalesce(json_extract_string(request_parameters, '$.name'), '')
  || ' allows everything'
'''
condition = '''
regexp_matches(request_parameters, '"defaultAction"\s*:\s*[{]\s*"allow"')
and coalesce(json_extract_string(request_parameters, '$.rules'), '[]') = '[]'
'''

[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "UpdateWebACL", request_parameters = {name = "web", defaultAction = {allow = {}}, rules = []}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It has a rule.
[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "UpdateWebACL", request_parameters = {name = "web", defaultAction = {allow = {}}, rules = [{name = "common", priority = 1}]}}]
expect = "quiet"

# It blocks by default.
[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "UpdateWebACL", request_parameters = {name = "web", defaultAction = {block = {}}, rules = []}}]
expect = "quiet"
*/

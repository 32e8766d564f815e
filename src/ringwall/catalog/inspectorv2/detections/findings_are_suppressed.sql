/*
family = "call_is_made"
title = "Inspector was set to suppress findings"
severity = "low"
why = "A filter with the action SUPPRESS hides vulnerabilities from all reports."
fix = "Read the filter (aws inspector2 list-filters), and delete it if nobody answers for it."
attacks = ["T1562.006"]
false_positives = "The security team's own filters for accepted risks."
confidence = 50
sources = ["inspector2.amazonaws.com"]
operations = ["CreateFilter", "UpdateFilter"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.name'),
  json_extract_string(request_parameters, '$.filterArn'),
  ''
)
'''
reason = '''
'filter '
  || coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.filterArn'),
    ''
  )
  || ' hides vulnerabilities'
'''
condition = "json_extract_string(request_parameters, '$.action') = 'SUPPRESS'"

[[example]]
cloudtrail = [{event_source = "inspector2.amazonaws.com", operation = "CreateFilter", request_parameters = {name = "noise", action = "SUPPRESS"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A saved search.
[[example]]
cloudtrail = [{event_source = "inspector2.amazonaws.com", operation = "CreateFilter", request_parameters = {name = "view", action = "NONE"}}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "Macie was set to archive findings unseen"
severity = "medium"
why = "A filter with the action ARCHIVE hides every finding that fits, now and later."
fix = "Read the filter (aws macie2 get-findings-filter), and delete it if nobody answers for it. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.006"]
false_positives = "Test data that the security team knows."
confidence = 60
sources = ["macie2.amazonaws.com"]
operations = ["CreateFindingsFilter", "UpdateFindingsFilter"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.name'),
  json_extract_string(request_parameters, '$.id'),
  ''
)
'''
reason = '''
'filter '
  || coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.id'),
    ''
  )
  || ' archives findings unseen'
'''
condition = '''regexp_matches(request_parameters, '"action"\s*:\s*"ARCHIVE"')'''

[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "CreateFindingsFilter", request_parameters = {name = "noise", action = "ARCHIVE", findingCriteria = {}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A saved search.
[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "CreateFindingsFilter", request_parameters = {name = "view", action = "NOOP"}}]
expect = "quiet"
*/

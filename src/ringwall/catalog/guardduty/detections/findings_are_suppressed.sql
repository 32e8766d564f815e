/*
family = "call_is_made"
title = "GuardDuty was set to archive findings unseen"
severity = "medium"
why = "A filter with the action ARCHIVE hides every finding that fits, now and later. It needs no permission that looks dangerous."
fix = "Read the filter (aws guardduty get-filter), delete it if nobody answers for it, and look at what it has hidden. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.006", "T1562.001"]
false_positives = "The security team's own suppression of known scanners. It comes from the administrator account, with narrow criteria."
confidence = 60
sources = ["guardduty.amazonaws.com"]
operations = ["CreateFilter", "UpdateFilter"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.name'),
  json_extract_string(request_parameters, '$.filterName'),
  ''
)
'''
reason = '''
'filter '
  || coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.filterName'),
    ''
  )
  || ' archives findings unseen'
'''
condition = '''regexp_matches(request_parameters, '"action"\s*:\s*"ARCHIVE"')'''

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "CreateFilter", request_parameters = {detectorId = "12ab", name = "noise", action = "ARCHIVE", findingCriteria = {criterion = {severity = {gte = 0}}}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A saved search hides nothing.
[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "CreateFilter", request_parameters = {detectorId = "12ab", name = "view", action = "NOOP"}}]
expect = "quiet"
*/

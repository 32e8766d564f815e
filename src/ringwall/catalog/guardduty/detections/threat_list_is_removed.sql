/*
family = "call_is_made"
title = "GuardDuty lost a list of threats, or where it reports to"
severity = "medium"
why = "Own lists of threats and the export of findings are what others act on."
fix = "Create the set or the publishing destination again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Providers of lists that change."
confidence = 60
sources = ["guardduty.amazonaws.com"]
operations = ["DeleteThreatIntelSet", "UpdateThreatIntelSet", "DeleteThreatEntitySet", "DeletePublishingDestination"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.threatIntelSetId'),
  json_extract_string(request_parameters, '$.threatEntitySetId'),
  json_extract_string(request_parameters, '$.destinationId'),
  ''
)
'''
reason = '''
operation || ' took away '
  || coalesce(
    json_extract_string(request_parameters, '$.threatIntelSetId'),
    json_extract_string(request_parameters, '$.threatEntitySetId'),
    json_extract_string(request_parameters, '$.destinationId'),
    ''
  )
'''
condition = '''
(
  operation <> 'UpdateThreatIntelSet'
  or json_extract_string(request_parameters, '$.activate') = 'false'
)
'''

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "DeletePublishingDestination", request_parameters = {detectorId = "12ab", destinationId = "d1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "UpdateThreatIntelSet", request_parameters = {detectorId = "12ab", threatIntelSetId = "t1", activate = false}}]
expect = "hit"

# The list is read again.
[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "UpdateThreatIntelSet", request_parameters = {detectorId = "12ab", threatIntelSetId = "t1", activate = true}}]
expect = "quiet"
*/

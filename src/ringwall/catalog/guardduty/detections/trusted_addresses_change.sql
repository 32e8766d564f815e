/*
family = "call_is_made"
title = "GuardDuty was set to trust addresses"
severity = "high"
why = "From a trusted address GuardDuty reports nothing. An intruder who adds an own address is invisible to it."
fix = "Read the list in S3, and remove what is not yours: aws guardduty get-ip-set. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "A change of the office's or the VPN's addresses by the security team."
confidence = 60
sources = ["guardduty.amazonaws.com"]
operations = ["CreateIPSet", "UpdateIPSet", "CreateTrustedEntitySet", "UpdateTrustedEntitySet"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.location'),
  json_extract_string(request_parameters, '$.name'),
  json_extract_string(request_parameters, '$.ipSetId'),
  ''
)
'''
reason = '''
'GuardDuty trusts the addresses in '
  || coalesce(
    json_extract_string(request_parameters, '$.location'),
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.ipSetId'),
    ''
  )
'''
condition = "coalesce(json_extract_string(request_parameters, '$.activate'), 'true') <> 'false'"

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "CreateIPSet", request_parameters = {detectorId = "12ab", name = "office", location = "https://s3.amazonaws.com/lists/office.txt", activate = true}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is not active.
[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "CreateIPSet", request_parameters = {detectorId = "12ab", name = "office", location = "https://s3.amazonaws.com/lists/office.txt", activate = false}}]
expect = "quiet"

# A list of threats.
[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "CreateThreatIntelSet", request_parameters = {detectorId = "12ab", activate = true}}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "GuardDuty was switched off"
severity = "critical"
why = "GuardDuty watches calls, traffic and names without being asked. Off, it misses everything, and its old findings are deleted with the detector."
fix = "Enable it again from the administrator account, and let an SCP deny guardduty:DeleteDetector. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Accounts that are closed, and test accounts that are taken down by a pipeline."
confidence = 90
sources = ["guardduty.amazonaws.com"]
operations = ["DeleteDetector", "UpdateDetector"]
resource = "coalesce(json_extract_string(request_parameters, '$.detectorId'), '')"
reason = '''
'detector ' || coalesce(json_extract_string(request_parameters, '$.detectorId'), '') || case
    when operation = 'DeleteDetector' then ' was deleted'
    else ' was switched off'
  end
'''
condition = "(operation = 'DeleteDetector' or json_extract_string(request_parameters, '$.enable') = 'false')"

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "DeleteDetector", request_parameters = {detectorId = "12ab"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "UpdateDetector", request_parameters = {detectorId = "12ab", enable = false}}]
expect = "hit"

# The frequency of exports is changed.
[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "UpdateDetector", request_parameters = {detectorId = "12ab", enable = true, findingPublishingFrequency = "SIX_HOURS"}}]
expect = "quiet"

# An SCP denied it.
[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "DeleteDetector", request_parameters = {detectorId = "12ab"}, error_code = "AccessDenied"}]
expect = "quiet"
*/

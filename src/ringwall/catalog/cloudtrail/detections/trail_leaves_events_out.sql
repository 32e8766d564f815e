/*
family = "call_is_made"
title = "CloudTrail trail was set to leave out events"
severity = "high"
why = "Event selectors decide what a trail records. A trail without management events, or without writes, looks healthy and misses the attack."
fix = "aws cloudtrail put-event-selectors with the selectors that were there before. Write down the caller and its other calls of the hour, and take its credentials away if nobody planned it."
attacks = ["T1562.008"]
false_positives = "A trail that is meant for data events alone, beside another that records management events."
finding_types = ["Stealth:IAMUser/CloudTrailLoggingDisabled"]
sources = ["cloudtrail.amazonaws.com"]
operations = ["PutEventSelectors"]
resource = "coalesce(json_extract_string(request_parameters, '$.trailName'), '')"
reason = '''
'trail ' || coalesce(json_extract_string(request_parameters, '$.trailName'), '')
  || ' leaves out management events, reads or writes'
'''
condition = '''
(
  regexp_matches(request_parameters, '"includeManagementEvents"\s*:\s*false')
  or regexp_matches(request_parameters, '"readWriteType"\s*:\s*"(ReadOnly|WriteOnly)"')
  or (
    regexp_matches(request_parameters, '"fieldSelectors"')
    and not regexp_matches(request_parameters, '"equals"\s*:\s*\[\s*"Management"')
  )
  or regexp_matches(
    request_parameters,
    '"Management"\s*\]\s*[}]\s*,\s*[{][^{}]*"readOnly"'
      || '|"readOnly"[^{}]*[}]\s*,\s*[{][^{}]*"Management"'
  )
)
'''

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutEventSelectors", request_parameters = {trailName = "main", eventSelectors = [{readWriteType = "ReadOnly", includeManagementEvents = false, dataResources = []}]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutEventSelectors", request_parameters = {trailName = "main", advancedEventSelectors = [{name = "objects", fieldSelectors = [{field = "eventCategory", equals = ["Data"]}, {field = "resources.type", equals = ["AWS::S3::Object"]}]}]}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutEventSelectors", request_parameters = {trailName = "main", advancedEventSelectors = [{fieldSelectors = [{field = "eventCategory", equals = ["Management"]}, {field = "readOnly", equals = ["true"]}]}]}}]
expect = "hit"

# Everything is recorded.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutEventSelectors", request_parameters = {trailName = "main", eventSelectors = [{readWriteType = "All", includeManagementEvents = true, dataResources = []}]}}]
expect = "quiet"

# Events of KMS are many, and often left out for their price.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutEventSelectors", request_parameters = {trailName = "main", eventSelectors = [{readWriteType = "All", includeManagementEvents = true, excludeManagementEventSources = ["kms.amazonaws.com"]}]}}]
expect = "quiet"

# Data events are added to management events.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutEventSelectors", request_parameters = {trailName = "main", advancedEventSelectors = [{fieldSelectors = [{field = "eventCategory", equals = ["Management"]}]}, {fieldSelectors = [{field = "eventCategory", equals = ["Data"]}, {field = "readOnly", equals = ["false"]}]}]}}]
expect = "quiet"
*/

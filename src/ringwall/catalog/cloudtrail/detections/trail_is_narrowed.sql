/*
family = "call_is_made"
title = "CloudTrail trail was narrowed"
severity = "medium"
why = "A trail that loses its other Regions, accounts, global events or digests no longer shows, or no longer proves, what was done there."
fix = "Set the trail as it was: aws cloudtrail update-trail. Write down the caller and its other calls of the hour, and take its credentials away if nobody planned it."
attacks = ["T1562.008"]
false_positives = "An organization trail that replaces the trails of accounts."
finding_types = ["Stealth:IAMUser/CloudTrailLoggingDisabled"]
sources = ["cloudtrail.amazonaws.com"]
operations = ["UpdateTrail"]
resource = "coalesce(json_extract_string(request_parameters, '$.name'), '')"
reason = '''
'trail ' || coalesce(json_extract_string(request_parameters, '$.name'), '') || ' lost ' || case
    when json_extract_string(
      request_parameters,
      '$.isMultiRegionTrail'
    ) = 'false' then 'the other Regions'
    when json_extract_string(
      request_parameters,
      '$.isOrganizationTrail'
    ) = 'false' then 'the other accounts'
    when json_extract_string(
      request_parameters,
      '$.includeGlobalServiceEvents'
    ) = 'false' then 'events of global services'
    when json_extract_string(
      request_parameters,
      '$.enableLogFileValidation'
    ) = 'false' then 'the digests that prove its files'
    when json_extract_string(
      request_parameters,
      '$.cloudWatchLogsLogGroupArn'
    ) = '' then 'its log group'
    else 'its encryption key'
  end
'''
condition = '''
(
  json_extract_string(request_parameters, '$.isMultiRegionTrail') = 'false'
  or json_extract_string(request_parameters, '$.includeGlobalServiceEvents') = 'false'
  or json_extract_string(request_parameters, '$.isOrganizationTrail') = 'false'
  or json_extract_string(request_parameters, '$.enableLogFileValidation') = 'false'
  or json_extract_string(request_parameters, '$.cloudWatchLogsLogGroupArn') = ''
  or json_extract_string(request_parameters, '$.kmsKeyId') = ''
)
'''

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "UpdateTrail", request_parameters = {name = "main", isMultiRegionTrail = false}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "UpdateTrail", request_parameters = {name = "main", cloudWatchLogsLogGroupArn = ""}}]
expect = "hit"

# The trail is widened.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "UpdateTrail", request_parameters = {name = "main", isMultiRegionTrail = true, includeGlobalServiceEvents = true}}]
expect = "quiet"

# The call was denied.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "UpdateTrail", request_parameters = {name = "main", isMultiRegionTrail = false}, error_code = "AccessDenied"}]
expect = "quiet"
*/

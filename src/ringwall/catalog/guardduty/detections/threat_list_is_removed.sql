/*
title = "GuardDuty lost a list of threats, or where it reports to"
severity = "medium"
why = "Own lists of threats and the export of findings are what others act on."
fix = "Create the set or the publishing destination again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Providers of lists that change."
confidence = 60

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
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  coalesce(
    json_extract_string(request_parameters, '$.threatIntelSetId'),
    json_extract_string(request_parameters, '$.threatEntitySetId'),
    json_extract_string(request_parameters, '$.destinationId'),
    ''
  ) as resource,
  operation || ' took away '
    || coalesce(
      json_extract_string(request_parameters, '$.threatIntelSetId'),
      json_extract_string(request_parameters, '$.threatEntitySetId'),
      json_extract_string(request_parameters, '$.destinationId'),
      ''
    ) as reason
from logs.cloudtrail
where event_source = 'guardduty.amazonaws.com'
  and operation in (
    'DeleteThreatIntelSet',
    'UpdateThreatIntelSet',
    'DeleteThreatEntitySet',
    'DeletePublishingDestination'
  )
  and error_code = ''
  and (
    operation <> 'UpdateThreatIntelSet'
    or json_extract_string(request_parameters, '$.activate') = 'false'
  )

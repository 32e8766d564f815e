/*
title = "Hosted zone was deleted"
severity = "low"
why = "All names of the zone fail. Where the delegation is left, somebody else may create the zone and answer for it."
fix = "Create the zone again and correct the delegation at the parent."
attacks = ["T1485", "T1584.001"]
false_positives = "Zones of test environments."
confidence = 45

[[example]]
cloudtrail = [{event_source = "route53.amazonaws.com", event_name = "DeleteHostedZone", request_parameters = {id = "Z1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "route53.amazonaws.com", event_name = "DeleteHostedZone", request_parameters = {id = "Z1"}, error_code = "HostedZoneNotEmpty"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "route53.amazonaws.com", event_name = "DeleteHostedZone", request_parameters = {id = "Z1"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.id'), '') as resource,
  concat_ws(
    ' ',
    'Hosted zone',
    json_extract_string(request_parameters, '$.id'),
    'was deleted'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'route53.amazonaws.com'
  and event_name = 'DeleteHostedZone'
  and error_code = ''
  and invoked_by = ''

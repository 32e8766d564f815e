/*
title = "Signing of a zone was turned off"
severity = "medium"
why = "Without DNSSEC, answers can be forged; with a DS record that is left, the whole domain fails."
fix = "aws route53 enable-hosted-zone-dnssec, with an active key."
attacks = ["T1562.001", "T1557"]
false_positives = "Changes of keys, which are planned."
confidence = 60

[[example]]
cloudtrail = [{event_source = "route53.amazonaws.com", event_name = "DisableHostedZoneDNSSEC", request_parameters = {hostedZoneId = "Z1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "route53.amazonaws.com", event_name = "EnableHostedZoneDNSSEC", request_parameters = {hostedZoneId = "Z1"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.hostedZoneId'), '') as resource,
  concat_ws(
    ' ',
    event_name,
    'of zone',
    json_extract_string(request_parameters, '$.hostedZoneId')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'route53.amazonaws.com'
  and event_name in ('DisableHostedZoneDNSSEC', 'DeactivateKeySigningKey', 'DeleteKeySigningKey')
  and error_code = ''

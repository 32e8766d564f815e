/*
title = "Mail or name server records of a zone were set"
severity = "low"
why = "An MX record sends the mail of the domain, with password resets, elsewhere; an NS record gives a part of the domain away."
fix = "Compare the records with those before."
attacks = ["T1557", "T1584.002"]
false_positives = "Administrators and infrastructure as code; delegations of subdomains to other accounts."
confidence = 40

[[example]]
cloudtrail = [{event_source = "route53.amazonaws.com", event_name = "ChangeResourceRecordSets", request_parameters = {hostedZoneId = "Z1", changeBatch = {changes = [{action = "UPSERT", resourceRecordSet = {name = "x.example", type = "MX", tTL = 300, resourceRecords = [{value = "10 mail.example"}]}}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "route53.amazonaws.com", event_name = "ChangeResourceRecordSets", request_parameters = {hostedZoneId = "Z1", changeBatch = {changes = [{resourceRecordSet = {name = "x.example", type = "NS", resourceRecords = [{value = "ns.example"}]}, action = "CREATE"}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "route53.amazonaws.com", event_name = "ChangeResourceRecordSets", request_parameters = {hostedZoneId = "Z1", changeBatch = {changes = [{action = "UPSERT", resourceRecordSet = {type = "A"}}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "route53.amazonaws.com", event_name = "ChangeResourceRecordSets", request_parameters = {hostedZoneId = "Z1", changeBatch = {changes = [{action = "UPSERT", resourceRecordSet = {name = "w", type = "A"}}, {action = "DELETE", resourceRecordSet = {type = "MX"}}]}}}]
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
    'Mail or name server records of zone',
    json_extract_string(request_parameters, '$.hostedZoneId'),
    'were set'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'route53.amazonaws.com'
  and event_name = 'ChangeResourceRecordSets'
  and error_code = ''
  and invoked_by = ''
  and regexp_matches(
    request_parameters,
    '"action": ?"(UPSERT|CREATE)"[^{}]*[{][^{}]*"type": ?"(MX|NS)"|"type": ?"(MX|NS)"[^{}]*([{][^{}]*[}][^{}]*)*[}][^{}]*"action": ?"(UPSERT|CREATE)"'
  )

/*
title = "Name servers or contacts of a domain were changed"
severity = "high"
why = "New name servers answer for all names of the domain: mail and logins go where the attacker wants. New contacts approve a transfer."
fix = "Set the former ones again, and lock the domain."
attacks = ["T1584.001", "T1557"]
false_positives = "A move of the zone, which is rare and planned."
confidence = 70

[[example]]
cloudtrail = [{event_source = "route53domains.amazonaws.com", event_name = "UpdateDomainNameservers", request_parameters = {domainName = "x.example"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "route53domains.amazonaws.com", event_name = "ListDomains", request_parameters = {}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "route53domains.amazonaws.com", event_name = "UpdateDomainNameservers", request_parameters = {domainName = "x.example"}, error_code = "InvalidInput"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.domainName'), '') as resource,
  concat_ws(
    ' ',
    event_name,
    'of domain',
    json_extract_string(request_parameters, '$.domainName')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'route53domains.amazonaws.com'
  and event_name in ('UpdateDomainNameservers', 'UpdateDomainContact')
  and error_code = ''

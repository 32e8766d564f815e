/*
title = "Domain was registered"
severity = "low"
why = "Stolen credentials buy domains for phishing, at your cost and in your name."
fix = "Ask the owner of the principal. Report the domain where nobody knows it."
attacks = ["T1583.001"]
false_positives = "Teams that buy a domain."
confidence = 50

[[example]]
cloudtrail = [{event_source = "route53domains.amazonaws.com", event_name = "RegisterDomain", request_parameters = {domainName = "x.example"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "route53domains.amazonaws.com", event_name = "CheckDomainAvailability", request_parameters = {domainName = "x.example"}}]
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
    'Domain',
    json_extract_string(request_parameters, '$.domainName'),
    'was registered at the cost of the account'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'route53domains.amazonaws.com'
  and event_name = 'RegisterDomain'
  and error_code = ''

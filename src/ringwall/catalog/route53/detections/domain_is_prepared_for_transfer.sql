/*
title = "Domain is prepared for transfer"
severity = "high"
why = "Who owns the domain owns the mail, the websites and the certificates under it. The lock, the code and the transfer are the three steps of its theft."
fix = "aws route53domains enable-domain-transfer-lock; cancel-domain-transfer-to-another-aws-account. Change the contacts back."
attacks = ["T1584.001", "T1531"]
false_positives = "A move to another registrar or account, which is rare and planned."
confidence = 85

[[example]]
cloudtrail = [{event_source = "route53domains.amazonaws.com", event_name = "DisableDomainTransferLock", request_parameters = {domainName = "x.example"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "route53domains.amazonaws.com", event_name = "EnableDomainTransferLock", request_parameters = {domainName = "x.example"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "route53domains.amazonaws.com", event_name = "TransferDomainToAnotherAwsAccount", request_parameters = {domainName = "x.example"}, error_code = "InvalidInput"}]
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
  and event_name in (
    'TransferDomainToAnotherAwsAccount',
    'DisableDomainTransferLock',
    'RetrieveDomainAuthCode'
  )
  and error_code = ''

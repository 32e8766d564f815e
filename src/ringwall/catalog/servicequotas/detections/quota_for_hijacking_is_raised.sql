/*
title = "Quota of machines, mail or models was asked to be raised"
severity = "medium"
why = "Miners and spammers ask for more vCPUs, mails and tokens before they begin."
fix = "Ask who needs it; withdraw the request by a support case. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1496"]
false_positives = "Growth, which comes with a ticket."
confidence = 40

[[example]]
cloudtrail = [{event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "ec2", quotaCode = "L-1216C47A", desiredValue = 2000}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# More VPCs.
[[example]]
cloudtrail = [{event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "vpc", quotaCode = "L-F678F1CE", desiredValue = 10}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "ec2"}, error_code = "AccessDenied"}]
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
  coalesce(json_extract_string(request_parameters, '$.quotaCode'), '') as resource,
  'more of ' || coalesce(json_extract_string(request_parameters, '$.serviceCode'), 'SES')
    || ' was asked for in ' || aws_region
    || coalesce(': ' || json_extract_string(request_parameters, '$.desiredValue'), '') as reason
from logs.cloudtrail
where event_source in ('servicequotas.amazonaws.com', 'ses.amazonaws.com')
  and operation in ('PutAccountDetails', 'RequestServiceQuotaIncrease')
  and error_code = ''
  and (
    event_source = 'ses.amazonaws.com'
    or json_extract_string(request_parameters, '$.serviceCode') in (
      'ec2',
      'sagemaker',
      'bedrock',
      'ses',
      'fargate',
      'lightsail',
      'elasticmapreduce',
      'batch'
    )
  )

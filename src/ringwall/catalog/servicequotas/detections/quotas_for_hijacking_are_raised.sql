/*
title = "Quotas of machines, mail or models were asked to be raised, as hijackers do"
severity = "medium"
why = "Miners and spammers ask for more vCPUs, mails and tokens before they begin: often, in several Regions, and with the key that they found."
fix = "Ask who needs it; withdraw the requests by a support case. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1496"]
false_positives = "The set-up of a new account or Region by a pipeline. One request of a person does not count."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "ec2", quotaCode = "L-1216C47A", desiredValue = 2000}, aws_region = "us-east-1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "ec2", quotaCode = "L-1216C47A", desiredValue = 2000}, aws_region = "us-west-2", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "ec2", quotaCode = "L-1216C47A", desiredValue = 2000}, access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# One request of a person.
[[example]]
cloudtrail = [{event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "ec2", desiredValue = 500}, access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "quiet"

# More VPCs.
[[example]]
cloudtrail = [
  {event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "vpc", quotaCode = "L-F678F1CE", desiredValue = 10}, aws_region = "us-east-1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "vpc", quotaCode = "L-F678F1CE", desiredValue = 10}, aws_region = "us-west-2", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "servicequotas.amazonaws.com", operation = "RequestServiceQuotaIncrease", request_parameters = {serviceCode = "ec2"}, access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7", error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' '
    || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  '' as resource,
  cast(count(*) as text) || case when count(*) = 1 then ' quota' else ' quotas' end
    || ' of machines, mail or models were asked to be raised, in '
      || cast(count(distinct aws_region) as text)
    || case when count(distinct aws_region) = 1 then ' Region' else ' Regions' end as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'servicequotas.amazonaws.com'
  and operation = 'RequestServiceQuotaIncrease'
  and error_code = ''
  and json_extract_string(request_parameters, '$.serviceCode') in (
    'ec2',
    'sagemaker',
    'bedrock',
    'ses',
    'fargate',
    'lightsail',
    'elasticmapreduce',
    'batch'
  )
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(*) >= 3
  or count(distinct aws_region) >= 2
  or max(case when access_key_id like 'AKIA%' then 1 else 0 end) = 1

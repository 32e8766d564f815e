/*
title = "Foreign credentials were used through a VPC endpoint"
severity = "high"
why = "A machine in your network that calls AWS with credentials of another account brings data out: an upload to a bucket of the attacker's passes as traffic to S3."
fix = "Find the machine by its address. Limit the endpoint policy by aws:PrincipalOrgID and aws:ResourceOrgID."
attacks = ["T1567.002", "T1537"]
false_positives = "Agents of vendors that come with credentials of their own account."
window = "1h"
confidence = 75

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "theirs"}, event_type = "AwsVpceEvent", principal_account_id = "999999999999", vpc_endpoint_id = "vpce-1"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", event_type = "AwsVpceEvent", principal_account_id = "111111111111"}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", event_type = "AwsApiCall", principal_account_id = "999999999999"}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', principal_account_id, vpc_endpoint_id, date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(max(principal_arn), max(session_arn), '') as actor,
  vpc_endpoint_id as resource,
  concat_ws(
    ' ',
    'Credentials of the foreign account',
    principal_account_id,
    'were used for',
    count(*),
    case when count(*) = 1 then 'call through a VPC endpoint' else 'calls through a VPC endpoint' end
  ) as reason,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  [principal_account_id] as entities,
  count(*) as count
from logs.cloudtrail
where event_type = 'AwsVpceEvent'
  and regexp_matches(principal_account_id, '^[0-9]{12}$')
  and principal_account_id not in (select account_id from facts.own_account)
group by
  account_id,
  principal_account_id,
  vpc_endpoint_id,
  date_trunc('hour', event_time)

/*
title = "VPC endpoint policy refused calls"
severity = "medium"
why = "The policy of the endpoint stops data from leaving to foreign resources. Who runs into it may try just that."
fix = "See which resource was asked for and from which machine."
attacks = ["T1567.002"]
false_positives = "Applications that use a public bucket of a vendor or of AWS: add it to the policy."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetObject", event_type = "AwsVpceEvent", error_code = "VpceAccessDenied", vpc_endpoint_id = "vpce-1"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetObject", event_type = "AwsApiCall", error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetObject", event_type = "AwsVpceEvent"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(
    ' ',
    coalesce(principal_arn, session_arn),
    vpc_endpoint_id,
    date_trunc('hour', event_time)
  ) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  vpc_endpoint_id as resource,
  concat_ws(
    ' ',
    'The policy of a VPC endpoint refused',
    count(*),
    case when count(*) = 1 then 'call of' else 'calls of' end,
    max(event_name)
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where invoked_by = ''
  and event_type = 'AwsVpceEvent'
  and error_code = 'VpceAccessDenied'
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time),
  vpc_endpoint_id
having count(*) > 0

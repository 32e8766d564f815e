/*
title = "Access logs of a load balancer were turned off"
severity = "low"
why = "Nobody sees then which requests reached the applications behind it."
fix = "aws elbv2 modify-load-balancer-attributes with access_logs.s3.enabled=true."
attacks = ["T1562.008"]
false_positives = "Infrastructure as code sets false where logs were never on."
confidence = 40

[[example]]
cloudtrail = [{event_source = "elasticloadbalancing.amazonaws.com", event_name = "ModifyLoadBalancerAttributes", request_parameters = {loadBalancerArn = "a", attributes = [{key = "access_logs.s3.enabled", value = "false"}]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "elasticloadbalancing.amazonaws.com", event_name = "ModifyLoadBalancerAttributes", request_parameters = {loadBalancerArn = "a", attributes = [{key = "access_logs.s3.enabled", value = "true"}]}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "elasticloadbalancing.amazonaws.com", event_name = "ModifyLoadBalancerAttributes", request_parameters = {loadBalancerArn = "a", attributes = [{key = "idle_timeout.timeout_seconds", value = "60"}]}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.loadBalancerArn'),
    json_extract_string(request_parameters, '$.loadBalancerName'),
    ''
  ) as resource,
  'The access logs of a load balancer were turned off' as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'elasticloadbalancing.amazonaws.com'
  and event_name = 'ModifyLoadBalancerAttributes'
  and error_code = ''
  and invoked_by = ''
  and regexp_matches(
    request_parameters,
    '"key": ?"access_logs.s3.enabled"[^{}]*"value": ?"false"|"value": ?"false"[^{}]*"key": ?"access_logs.s3.enabled"|"accessLog": ?[{][^{}]*"enabled": ?false'
  )

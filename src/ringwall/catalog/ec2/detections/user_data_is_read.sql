/*
title = "User data of an instance was read"
severity = "low"
why = "User data often holds passwords and tokens."
fix = "Move secrets from user data to Secrets Manager."
attacks = ["T1552.005"]
false_positives = "Consoles, inventories and infrastructure as code."
confidence = 20
context = true

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "userData"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "userData"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "instanceType"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.instanceId'), '') as resource,
  concat_ws(
    ' ',
    'User data of instance',
    json_extract_string(request_parameters, '$.instanceId'),
    'was asked for'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'DescribeInstanceAttribute'
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.attribute') = 'userData'

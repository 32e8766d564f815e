/*
title = "User data of many instances was read"
severity = "medium"
why = "User data often holds passwords, tokens and addresses. Attackers read it of all instances."
fix = "Ask the owner of the principal. Take secrets in user data as stolen, and move them to Secrets Manager."
attacks = ["T1552.005", "T1580"]
false_positives = "Scanners of posture and inventories, infrastructure as code that refreshes many instances."
window = "1h"
finding_types = ["Discovery:IAMUser/AnomalousBehavior"]
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-0", attribute = "userData"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "userData"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-2", attribute = "userData"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-3", attribute = "userData"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-4", attribute = "userData"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "userData"}},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "userData"}},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "userData"}},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "userData"}},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "userData"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-0", attribute = "userData"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-1", attribute = "userData"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-2", attribute = "userData"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-3", attribute = "userData"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DescribeInstanceAttribute", request_parameters = {instanceId = "i-4", attribute = "userData"}, invoked_by = "cloudformation.amazonaws.com"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(
    ' ',
    'User data of',
    count(distinct json_extract_string(request_parameters, '$.instanceId')),
    'instances was asked for within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'DescribeInstanceAttribute'
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.attribute') = 'userData'
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.instanceId')) >= 5

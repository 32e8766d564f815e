/*
title = "Security group was changed"
severity = "low"
why = "Who changes security groups decides what reaches the machines. Alone it says little; beside other findings of the same principal it says where to look."
fix = "Compare with what was planned."
attacks = ["T1562.007"]
false_positives = "Infrastructure as code changes them all day."
confidence = 10
context = true

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AuthorizeSecurityGroupIngress", request_parameters = {groupId = "sg-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AuthorizeSecurityGroupIngress", request_parameters = {groupId = "sg-1"}, error_code = "RequestExpired"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AuthorizeSecurityGroupIngress", request_parameters = {groupId = "sg-1"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.groupId'),
    json_extract_string(request_parameters, '$.groupName'),
    ''
  ) as resource,
  concat_ws(' ', event_name, 'changed a security group') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in (
    'AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress', 'CreateSecurityGroup',
    'DeleteSecurityGroup', 'ModifySecurityGroupRules'
  )
  and error_code = ''
  and invoked_by = ''

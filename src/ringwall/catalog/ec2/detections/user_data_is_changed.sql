/*
title = "User data of an instance was changed"
severity = "medium"
why = "User data runs as root at the next start, and with cloud-init's boothook at each: who may stop, change and start an instance runs any command on it, with its role."
fix = "Read the user data (aws ec2 describe-instance-attribute --attribute userData). Replace the instance if it was started since."
attacks = ["T1059", "T1578.005", "T1098"]
false_positives = "Infrastructure as code that changes user data in place, which stops and starts the instance as an attacker would."
confidence = 60

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-1", userData = "<sensitiveDataRemoved>"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-1", instanceType = {value = "t3.nano"}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-1", userData = "<sensitiveDataRemoved>"}, error_code = "Client.IncorrectInstanceState"}]
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
    'The user data of instance',
    json_extract_string(request_parameters, '$.instanceId'),
    'was changed'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'ModifyInstanceAttribute'
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.userData') is not null

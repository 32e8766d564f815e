/*
title = "SSH keys were pushed to many instances"
severity = "medium"
why = "EC2 Instance Connect gives a login on every instance that the principal may push a key to: a way from AWS credentials into machines."
fix = "Ask the owner of the principal. Look at the logs of the instances for logins, and end them."
attacks = ["T1021.004", "T1021.007"]
false_positives = "Administrators who work on a fleet; configuration management that comes through Instance Connect."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSSHPublicKey", request_parameters = {instanceId = "i-0", instanceOSUser = "ec2-user"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSSHPublicKey", request_parameters = {instanceId = "i-1", instanceOSUser = "ec2-user"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSSHPublicKey", request_parameters = {instanceId = "i-2", instanceOSUser = "ec2-user"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSSHPublicKey", request_parameters = {instanceId = "i-1", instanceOSUser = "ec2-user"}},
  {event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSSHPublicKey", request_parameters = {instanceId = "i-1", instanceOSUser = "ec2-user"}},
  {event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSSHPublicKey", request_parameters = {instanceId = "i-1", instanceOSUser = "ec2-user"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSSHPublicKey", request_parameters = {instanceId = "i-0", instanceOSUser = "ec2-user"}, error_code = "AccessDenied"},
  {event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSSHPublicKey", request_parameters = {instanceId = "i-1", instanceOSUser = "ec2-user"}, error_code = "AccessDenied"},
  {event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSSHPublicKey", request_parameters = {instanceId = "i-2", instanceOSUser = "ec2-user"}, error_code = "AccessDenied"},
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
    'SSH keys were pushed to',
    count(distinct json_extract_string(request_parameters, '$.instanceId')),
    'instances within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ec2-instance-connect.amazonaws.com'
  and event_name in ('SendSSHPublicKey', 'SendSerialConsoleSSHPublicKey')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.instanceId')) >= 3

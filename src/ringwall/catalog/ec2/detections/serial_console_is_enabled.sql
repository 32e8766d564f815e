/*
title = "Serial console was enabled"
severity = "high"
why = "The serial console reaches an instance past security groups and network ACLs. It is off unless someone enables it for the account."
fix = "aws ec2 disable-serial-console-access, in the Region. Look for SendSerialConsoleSSHPublicKey since."
attacks = ["T1021.008", "T1562.007"]
false_positives = "Repair of an instance that the network does not reach."
confidence = 75

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "EnableSerialConsoleAccess", request_parameters = {}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "EnableSerialConsoleAccess", request_parameters = {}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "GetSerialConsoleAccessStatus", request_parameters = {}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  account_id || ' ' || aws_region as resource,
  concat_ws(' ', 'The serial console was enabled for all instances in', aws_region) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'EnableSerialConsoleAccess'
  and error_code = ''

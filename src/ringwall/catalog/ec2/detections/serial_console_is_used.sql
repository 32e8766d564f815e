/*
title = "Serial console of an instance was used"
severity = "medium"
why = "It opens a login on the instance that no security group sees or stops."
fix = "Ask the owner of the principal; disable the serial console of the account."
attacks = ["T1021.008", "T1021.004"]
false_positives = "Repair of an instance that the network does not reach."
confidence = 65

[[example]]
cloudtrail = [{event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSerialConsoleSSHPublicKey", request_parameters = {instanceId = "i-1", serialPort = 0}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2-instance-connect.amazonaws.com", event_name = "SendSerialConsoleSSHPublicKey", request_parameters = {instanceId = "i-1"}, error_code = "SerialConsoleAccessDisabledException"}]
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
    'A key was sent to the serial console of instance',
    json_extract_string(request_parameters, '$.instanceId')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2-instance-connect.amazonaws.com'
  and event_name = 'SendSerialConsoleSSHPublicKey'
  and error_code = ''

/*
title = "Passwords of many Windows instances were asked for"
severity = "high"
why = "The encrypted administrator password is handed out to who may call GetPasswordData; with the key pair it opens the machine. Nobody needs many at once."
fix = "Cut off the principal, change the administrator passwords, and replace the key pair."
attacks = ["T1552.005", "T1555.006"]
false_positives = "Consoles of administrators ask for one at a time."
window = "1h"
finding_types = ["CredentialAccess:IAMUser/AnomalousBehavior"]
confidence = 85

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-0"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-1"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-2"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-3"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-4"}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-1"}},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-1"}},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-1"}},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-1"}},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-1"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-0"}, principal_arn = "u0"},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-1"}, principal_arn = "u1"},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-2"}, principal_arn = "u2"},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-3"}, principal_arn = "u3"},
  {event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-4"}, principal_arn = "u4"},
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
    'The administrator password of',
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
  and event_name = 'GetPasswordData'
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.instanceId')) >= 5

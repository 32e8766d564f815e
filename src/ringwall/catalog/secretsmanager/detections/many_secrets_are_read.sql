/*
title = "Many secrets were read"
severity = "high"
why = "An application reads the few secrets that it needs. Who reads one after the other takes all that the credentials reach."
fix = "Rotate what was read. Ask the owner of the principal, and limit its permissions."
attacks = ["T1555.006"]
false_positives = "What brings secrets into clusters (External Secrets, CSI drivers), and infrastructure as code: state their roles as exceptions."
window = "1h"
finding_types = ["CredentialAccess:IAMUser/AnomalousBehavior"]
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s5"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s6"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s7"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s8"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s9"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s0"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s2"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s3"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s4"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s5"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s6"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s7"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s8"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s9"}, error_code = "AccessDenied"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s0"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s2"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s3"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s4"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s5"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s6"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s7"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s8"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s9"}, invoked_by = "rds.amazonaws.com"},
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
    ' ', count(
      distinct json_extract_string(request_parameters, '$.secretId')
    ), 'secrets were read within an hour, such as', min(
      json_extract_string(request_parameters, '$.secretId')
    )
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'secretsmanager.amazonaws.com'
  and event_name = 'GetSecretValue'
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.secretId')) >= 10

/*
title = "Master password of a database was changed"
severity = "medium"
why = "Who may modify the database gives itself the password of its administrator, without knowing the old one."
fix = "Ask the owner of the principal. Let RDS manage the password in Secrets Manager, so that nobody needs to set it."
attacks = ["T1098", "T1531"]
false_positives = "Infrastructure as code, and administrators who forgot it. Rotation by RDS, or by a function that writes the secret first, is not reported."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", masterUserPassword = "****"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", allocatedStorage = 20}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", masterUserPassword = "****"}, invoked_by = "secretsmanager.amazonaws.com"}]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "PutSecretValue", request_parameters = {secretId = "s"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", masterUserPassword = "****"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  e.account_id,
  e.aws_region as region,
  coalesce(e.principal_arn, e.session_arn) as actor,
  coalesce(
    json_extract_string(e.request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(e.request_parameters, '$.dBClusterIdentifier'),
    ''
  ) as resource,
  concat_ws(
    ' ',
    'The master password of database',
    json_extract_string(e.request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(e.request_parameters, '$.dBClusterIdentifier'),
    'was changed'
  ) as reason,
  e.session_arn as session,
  e.access_key_id as access_key,
  e.source_ip as address,
  [e.event_id] as events
from logs.cloudtrail e
where e.event_source = 'rds.amazonaws.com'
  and e.event_name in ('ModifyDBInstance', 'ModifyDBCluster')
  and e.error_code = ''
  and e.invoked_by = ''
  and json_extract_string(e.request_parameters, '$.masterUserPassword') is not null
  -- A rotation puts the new password into a secret first.
  and not exists (
    select 1
    from logs.cloudtrail s
    where s.event_source = 'secretsmanager.amazonaws.com'
      and s.event_name in ('PutSecretValue', 'UpdateSecret')
      and s.error_code = ''
      and s.account_id = e.account_id
      and s.principal_arn = e.principal_arn
      and s.event_time <= e.event_time
  )

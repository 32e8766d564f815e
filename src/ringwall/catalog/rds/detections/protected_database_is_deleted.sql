/*
title = "Protected database was deleted"
severity = "high"
why = "Somebody had protected the database from deletion. Who takes the protection away and deletes it within the hour means to destroy it."
fix = "Restore from the final snapshot or a backup. Cut off the principal where nobody knows of it."
attacks = ["T1485"]
false_positives = "Databases that are retired by infrastructure as code, in two steps."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "db", deletionProtection = false}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBInstance", request_parameters = {dBInstanceIdentifier = "db"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBInstance", request_parameters = {dBInstanceIdentifier = "db"}}]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "rds.amazonaws.com", event_name = "ModifyDBInstance", request_parameters = {dBInstanceIdentifier = "other", deletionProtection = false}},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBInstance", request_parameters = {dBInstanceIdentifier = "db"}},
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
    'Deletion protection of database',
    json_extract_string(e.request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(e.request_parameters, '$.dBClusterIdentifier'),
    'was turned off, and the database deleted'
  ) as reason,
  e.session_arn as session,
  e.access_key_id as access_key,
  e.source_ip as address,
  [max(b.event_id), e.event_id] as events
from logs.cloudtrail e
join logs.cloudtrail b
  on b.event_source = 'rds.amazonaws.com'
  and b.event_name in ('ModifyDBInstance', 'ModifyDBCluster')
  and b.error_code = ''
  and b.account_id = e.account_id
  and b.principal_arn = e.principal_arn
  and json_extract_string(b.request_parameters, '$.deletionProtection') = 'false'
  and coalesce(
    json_extract_string(b.request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(b.request_parameters, '$.dBClusterIdentifier')
  ) = coalesce(
    json_extract_string(e.request_parameters, '$.dBInstanceIdentifier'),
    json_extract_string(e.request_parameters, '$.dBClusterIdentifier')
  )
  and b.event_time <= e.event_time
where e.event_source = 'rds.amazonaws.com'
  and e.event_name in ('DeleteDBInstance', 'DeleteDBCluster')
  and e.error_code = ''
group by
  e.event_time,
  e.event_id,
  e.account_id,
  e.aws_region,
  e.principal_arn,
  e.session_arn,
  e.access_key_id,
  e.source_ip,
  e.request_parameters

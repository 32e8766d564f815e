/*
title = "Many tables or backups were deleted"
severity = "medium"
why = "Destroying data is what attackers do last, or to ask for ransom."
fix = "Restore from point-in-time recovery (kept 35 days after a deletion) or AWS Backup."
attacks = ["T1485", "T1490"]
false_positives = "Environments that are taken down by scripts."
window = "1h"
confidence = 45

[[example]]
cloudtrail = [
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t0"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t1"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t2"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t3"}, invoked_by = "cloudformation.amazonaws.com"},
  {event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t4"}, invoked_by = "cloudformation.amazonaws.com"},
]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "dynamodb.amazonaws.com", event_name = "DeleteTable", request_parameters = {tableName = "t"}}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(' ', count(*), 'tables or backups were deleted within an hour') as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'dynamodb.amazonaws.com'
  and event_name in ('DeleteTable', 'DeleteBackup')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(*) >= 5

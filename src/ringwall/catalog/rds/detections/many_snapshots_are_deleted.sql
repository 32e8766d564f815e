/*
title = "Many database snapshots were deleted"
severity = "medium"
why = "Snapshots are what a database is restored from. Attackers delete them first."
fix = "Ask the owner of the principal. Keep copies in a vault that is locked."
attacks = ["T1490"]
false_positives = "Scripts that rotate snapshots. AWS Backup is not counted."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s0"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s2"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s3"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s4"}, invoked_by = "backup.amazonaws.com"},
]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "DeleteDBSnapshot", request_parameters = {dBSnapshotIdentifier = "s"}}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(' ', count(*), 'database snapshots were deleted within an hour') as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name in ('DeleteDBSnapshot', 'DeleteDBClusterSnapshot')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(*) >= 5

/*
title = "Many snapshots or images were deleted"
severity = "medium"
why = "Snapshots are the backups of disks. Attackers delete them so that nothing can be restored."
fix = "Restore from the Recycle Bin if a rule keeps them (aws ec2 list-snapshots-in-recycle-bin). Cut off the principal where nobody knows of it."
attacks = ["T1490", "T1485"]
false_positives = "Scripts that rotate backups or clean up images. Data Lifecycle Manager and AWS Backup are not counted."
window = "1h"
confidence = 45

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-5"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-6"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-7"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-8"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-9"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-10"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-11"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-12"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-13"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-14"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-15"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-16"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-17"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-18"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-19"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-0"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-1"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-2"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-3"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-4"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-5"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-6"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-7"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-8"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-9"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-10"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-11"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-12"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-13"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-14"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-15"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-16"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-17"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-18"}, invoked_by = "dlm.amazonaws.com"},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-19"}, invoked_by = "dlm.amazonaws.com"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-0"}},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-1"}},
  {event_source = "ec2.amazonaws.com", event_name = "DeleteSnapshot", request_parameters = {snapshotId = "snap-2"}},
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
  concat_ws(' ', count(*), 'snapshots and images were deleted within an hour') as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('DeleteSnapshot', 'DeregisterImage')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(*) >= 20

/*
title = "Disk was read block by block from a snapshot"
severity = "medium"
why = "The EBS direct APIs read a disk without launching anything: a quiet way to copy it out of the account."
fix = "Ask the owner of the principal. Deny ebs:GetSnapshotBlock to all but backup tools."
attacks = ["T1530", "T1005"]
false_positives = "Backup products and agentless scanners use these APIs: allow their roles by an exception."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 0}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 1}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 2}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 3}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 4}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 5}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 6}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 7}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 8}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 9}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 10}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 11}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 12}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 13}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 14}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 15}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 16}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 17}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 18}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1", blockIndex = 19}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
  {event_source = "ebs.amazonaws.com", event_name = "GetSnapshotBlock", request_parameters = {snapshotId = "snap-1"}, invoked_by = "backup.amazonaws.com"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(
    ' ',
    coalesce(principal_arn, session_arn),
    json_extract_string(request_parameters, '$.snapshotId'),
    date_trunc('hour', event_time)
  ) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.snapshotId'), '') as resource,
  concat_ws(
    ' ',
    'Blocks of snapshot',
    json_extract_string(request_parameters, '$.snapshotId'),
    'were read in',
    count(*),
    'calls within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ebs.amazonaws.com'
  and event_name in ('GetSnapshotBlock', 'ListSnapshotBlocks', 'ListChangedBlocks')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time),
  json_extract_string(request_parameters,
  '$.snapshotId')
having count(*) >= 20

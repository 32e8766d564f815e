/*
title = "EBS snapshot was made public"
severity = "critical"
why = "Anyone with an AWS account can copy the disk: with it the files, keys and databases that it holds."
fix = "aws ec2 reset-snapshot-attribute --snapshot-id ID --attribute createVolumePermission. Take all secrets of the disk as stolen. Turn block public access for snapshots on."
attacks = ["T1537", "T1530"]
false_positives = "Publishers of data sets and appliances."
confidence = 95

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifySnapshotAttribute", request_parameters = {snapshotId = "snap-1", attributeType = "CREATE_VOLUME_PERMISSION", createVolumePermission = {add = {items = [{group = "all"}]}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifySnapshotAttribute", request_parameters = {snapshotId = "snap-1", createVolumePermission = {remove = {items = [{group = "all"}]}}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifySnapshotAttribute", request_parameters = {snapshotId = "snap-1", createVolumePermission = {add = {items = [{group = "all"}]}}}, error_code = "OperationNotPermitted"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.snapshotId'), '') as resource,
  concat_ws(
    ' ',
    'Snapshot',
    json_extract_string(request_parameters, '$.snapshotId'),
    'was made public'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'ModifySnapshotAttribute'
  and error_code = ''
  and regexp_matches(
    coalesce(json_extract_string(request_parameters, '$.createVolumePermission.add'), ''),
    '"group": ?"all"'
  )

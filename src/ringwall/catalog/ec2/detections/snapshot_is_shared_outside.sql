/*
title = "EBS snapshot was shared with a foreign account"
severity = "high"
why = "The other account can copy the disk, and nobody here sees what it does with it. It is the usual way to steal disks and databases."
fix = "aws ec2 modify-snapshot-attribute --operation-type remove for the account. Take all secrets of the disk as stolen, if nobody knows the account."
attacks = ["T1537"]
false_positives = "Vendors of backup and of security scans, who scan disks in accounts of their own."
confidence = 80

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifySnapshotAttribute", request_parameters = {snapshotId = "snap-1", createVolumePermission = {add = {items = [{userId = "999999999999"}]}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifySnapshotAttribute", request_parameters = {snapshotId = "snap-1", createVolumePermission = {add = {items = [{userId = "222222222222"}]}}}}]
own_account = [{account_id = "222222222222"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifySnapshotAttribute", request_parameters = {snapshotId = "snap-1", createVolumePermission = {remove = {items = [{userId = "999999999999"}]}}}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifySnapshotAttribute", request_parameters = {snapshotId = "snap-1", createVolumePermission = {add = {items = [{userId = "999999999999"}]}}}, error_code = "Client.UnauthorizedOperation"}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
with given as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    coalesce(json_extract_string(request_parameters, '$.snapshotId'), '') as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.createVolumePermission.add'), ''),
        '"userId": ?"?([0-9]{12})',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'ec2.amazonaws.com'
    and event_name = 'ModifySnapshotAttribute'
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'Snapshot', target, 'was shared with the foreign account', receiver) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)

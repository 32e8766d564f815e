/*
title = "Shared snapshot was taken by another account"
severity = "medium"
why = "AWS reports to the owner when an account that a snapshot was shared with copies it, or makes a volume of it. From then on the data is there."
fix = "Look which account the snapshot is shared with, and stop the sharing. Take the secrets of the disk as stolen where nobody knows the account."
attacks = ["T1537"]
false_positives = "Accounts of the organization that use shared snapshots, and backup across accounts."
confidence = 55

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "SharedSnapshotCopyInitiated", request_parameters = {}, event_type = "AwsServiceEvent", invoked_by = "ec2.amazonaws.com", service_event_details = {snapshotId = "snap-1"}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CopySnapshot", request_parameters = {sourceSnapshotId = "snap-1"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(service_event_details, '$.snapshotId'),
    json_extract_string(service_event_details, '$.sourceSnapshotId'),
    json_extract_string(request_parameters, '$.snapshotId'),
    ''
  ) as resource,
  concat_ws(
    ' ',
    'Another account',
    case event_name when 'SharedSnapshotCopyInitiated' then 'copied' else 'made a volume of' end,
    'a snapshot that was shared with it'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('SharedSnapshotCopyInitiated', 'SharedSnapshotVolumeCreated')
  and error_code = ''

/*
title = "Disk was copied and attached to another instance"
severity = "medium"
why = "A snapshot of a disk, a volume of it and another instance to read it: so the passwords of a domain controller or a database are stolen without logging in to it."
fix = "Ask the owner of the principal. Take the secrets of the disk as stolen where nobody knows of it."
attacks = ["T1003.003", "T1578.001", "T1005"]
false_positives = "Administrators who repair an instance that does not start, and restore tests."
window = "6h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "CreateSnapshot", request_parameters = {volumeId = "vol-1"}, response_elements = {snapshotId = "snap-1"}, principal_arn = "arn:aws:iam::111111111111:user/alex"},
  {event_source = "ec2.amazonaws.com", event_name = "CreateVolume", request_parameters = {snapshotId = "snap-1"}, response_elements = {volumeId = "vol-2"}, principal_arn = "arn:aws:iam::111111111111:user/alex"},
  {event_source = "ec2.amazonaws.com", event_name = "AttachVolume", request_parameters = {volumeId = "vol-2", instanceId = "i-2"}, principal_arn = "arn:aws:iam::111111111111:user/alex"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "CreateSnapshot", request_parameters = {volumeId = "vol-1"}, response_elements = {snapshotId = "snap-1"}, principal_arn = "arn:aws:iam::111111111111:user/alex"},
  {event_source = "ec2.amazonaws.com", event_name = "CreateVolume", request_parameters = {snapshotId = "snap-1"}, response_elements = {volumeId = "vol-2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "AttachVolume", request_parameters = {volumeId = "vol-2", instanceId = "i-2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "CreateVolume", request_parameters = {size = 8}, response_elements = {volumeId = "vol-2"}},
  {event_source = "ec2.amazonaws.com", event_name = "AttachVolume", request_parameters = {volumeId = "vol-2", instanceId = "i-2"}},
]
expect = "quiet"
*/
with made as (
  select
    account_id,
    coalesce(principal_arn, session_arn) as actor,
    event_time,
    event_id,
    json_extract_string(request_parameters, '$.volumeId') as original,
    json_extract_string(response_elements, '$.snapshotId') as snapshot
  from logs.cloudtrail
  where event_source = 'ec2.amazonaws.com'
    and event_name = 'CreateSnapshot'
    and error_code = ''
    and invoked_by = ''
),
volume as (
  select
    account_id,
    coalesce(principal_arn, session_arn) as actor,
    event_time,
    event_id,
    json_extract_string(request_parameters, '$.snapshotId') as snapshot,
    json_extract_string(response_elements, '$.volumeId') as volume
  from logs.cloudtrail
  where event_source = 'ec2.amazonaws.com'
    and event_name = 'CreateVolume'
    and error_code = ''
)
select
  a.event_time as at,
  a.event_id as act,
  a.account_id,
  a.aws_region as region,
  coalesce(a.principal_arn, a.session_arn) as actor,
  coalesce(m.original, '') as resource,
  concat_ws(
    ' ',
    'Volume',
    m.original,
    'was copied through a snapshot, and the copy attached to',
    json_extract_string(a.request_parameters, '$.instanceId')
  ) as reason,
  a.session_arn as session,
  a.access_key_id as access_key,
  a.source_ip as address,
  [m.event_id, v.event_id, a.event_id] as events,
  [json_extract_string(a.request_parameters, '$.instanceId')] as entities
from logs.cloudtrail a
join volume v
  on v.account_id = a.account_id
  and v.actor = coalesce(a.principal_arn, a.session_arn)
  and v.volume = json_extract_string(a.request_parameters, '$.volumeId')
  and v.event_time <= a.event_time
join made m
  on m.account_id = v.account_id
  and m.actor = v.actor
  and m.snapshot = v.snapshot
  and m.event_time <= v.event_time
where a.event_source = 'ec2.amazonaws.com'
  and a.event_name = 'AttachVolume'
  and a.error_code = ''
  and a.invoked_by = ''

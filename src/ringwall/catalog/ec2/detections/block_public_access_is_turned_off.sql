/*
title = "Block public access of snapshots or images was turned off"
severity = "high"
why = "It keeps every snapshot and image of the Region private. It is the step before one is made public."
fix = "aws ec2 enable-snapshot-block-public-access --state block-all-sharing; aws ec2 enable-image-block-public-access --image-block-public-access-state block-new-sharing."
attacks = ["T1562.001", "T1537"]
false_positives = "A publisher of images, in the account made for it."
confidence = 85

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "DisableSnapshotBlockPublicAccess", request_parameters = {}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "EnableSnapshotBlockPublicAccess", request_parameters = {}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "DisableImageBlockPublicAccess", request_parameters = {}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  account_id || ' ' || aws_region as resource,
  concat_ws(' ', event_name, 'in', aws_region) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in (
    'DisableSnapshotBlockPublicAccess',
    'DisableImageBlockPublicAccess',
    'DisableAllowedImagesSettings'
  )
  and error_code = ''

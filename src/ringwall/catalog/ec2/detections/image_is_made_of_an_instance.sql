/*
title = "Image was made of an instance"
severity = "low"
why = "An image is a copy of all disks of the instance, ready to be launched elsewhere or shared."
fix = "Ask the owner of the principal; see whether the image was shared."
attacks = ["T1578.001", "T1074.002"]
false_positives = "Pipelines that build images, and backups by scripts."
confidence = 20
context = true

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateImage", request_parameters = {instanceId = "i-1", name = "x"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateImage", request_parameters = {instanceId = "i-1"}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateImage", request_parameters = {instanceId = "i-1"}, invoked_by = "backup.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.instanceId'), '') as resource,
  concat_ws(
    ' ',
    'An image was made of instance',
    json_extract_string(request_parameters, '$.instanceId')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'CreateImage'
  and error_code = ''
  and invoked_by = ''

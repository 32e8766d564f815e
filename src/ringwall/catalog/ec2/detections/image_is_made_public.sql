/*
title = "Machine image was made public"
severity = "high"
why = "Anyone with an AWS account can launch the image and read all that is on its disks."
fix = "aws ec2 reset-image-attribute --image-id ID --attribute launchPermission. Take all secrets of the image as stolen. Turn block public access for images on."
attacks = ["T1537"]
false_positives = "Publishers of images."
confidence = 90

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyImageAttribute", request_parameters = {imageId = "ami-1", launchPermission = {add = {items = [{group = "all"}]}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyImageAttribute", request_parameters = {imageId = "ami-1", launchPermission = {add = {items = [{userId = "111111111111"}]}}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyImageAttribute", request_parameters = {imageId = "ami-1", launchPermission = {add = {items = [{group = "all"}]}}}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.imageId'), '') as resource,
  concat_ws(
    ' ',
    'Image',
    json_extract_string(request_parameters, '$.imageId'),
    'was made public'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'ModifyImageAttribute'
  and error_code = ''
  and regexp_matches(
    coalesce(json_extract_string(request_parameters, '$.launchPermission.add'), ''),
    '"group": ?"all"'
  )

/*
title = "Machine image was shared with a foreign account"
severity = "high"
why = "The other account can launch the image and read its disks."
fix = "aws ec2 modify-image-attribute --launch-permission Remove=[{UserId=ID}]. Take all secrets of the image as stolen, if nobody knows the account."
attacks = ["T1537"]
false_positives = "Images made for a customer or a vendor."
confidence = 75

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyImageAttribute", request_parameters = {imageId = "ami-1", launchPermission = {add = {items = [{userId = "999999999999"}]}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyImageAttribute", request_parameters = {imageId = "ami-1", launchPermission = {add = {items = [{userId = "111111111111"}]}}}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyImageAttribute", request_parameters = {imageId = "ami-1", description = {value = "999999999999"}}}]
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
    coalesce(json_extract_string(request_parameters, '$.imageId'), '') as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.launchPermission.add'), ''),
        '"userId": ?"?([0-9]{12})',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'ec2.amazonaws.com'
    and event_name = 'ModifyImageAttribute'
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'Image', target, 'was shared with the foreign account', receiver) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)

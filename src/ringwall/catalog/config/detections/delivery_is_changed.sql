/*
title = "Delivery of AWS Config was set up or changed"
severity = "low"
why = "Another bucket or topic takes the history to somebody else, and from those who read it."
fix = "Compare the bucket: aws configservice describe-delivery-channels. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Set-up of accounts."
confidence = 20
trial = true

[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "PutDeliveryChannel", request_parameters = {deliveryChannel = {name = "default", s3BucketName = "elsewhere"}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It failed.
[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "PutDeliveryChannel", error_code = "InvalidDeliveryChannelNameException"}]
expect = "quiet"

# A stack.
[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "PutDeliveryChannel", request_parameters = {deliveryChannel = {name = "default"}}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  coalesce(json_extract_string(request_parameters, '$.deliveryChannel.name'), '') as resource,
  'AWS Config delivers to '
    || coalesce(
      json_extract_string(request_parameters, '$.deliveryChannel.s3BucketName'),
      'another place'
    ) as reason
from logs.cloudtrail
where event_source = 'config.amazonaws.com'
  and operation = 'PutDeliveryChannel'
  and error_code = ''
  and invoked_by = ''

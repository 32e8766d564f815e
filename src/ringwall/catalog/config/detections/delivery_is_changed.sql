/*
family = "call_is_made"
title = "Delivery of AWS Config was set up or changed"
severity = "low"
why = "Another bucket or topic takes the history to somebody else, and from those who read it."
fix = "Compare the bucket: aws configservice describe-delivery-channels. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Set-up of accounts."
confidence = 20
context = true
sources = ["config.amazonaws.com"]
operations = ["PutDeliveryChannel"]
resource = "coalesce(json_extract_string(request_parameters, '$.deliveryChannel.name'), '')"
reason = '''
'AWS Config delivers to '
  || coalesce(
    json_extract_string(request_parameters, '$.deliveryChannel.s3BucketName'),
    'another place'
  )
'''
condition = "invoked_by = ''"

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

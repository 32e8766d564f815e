/*
title = "Version 1 of the instance metadata service was allowed"
severity = "medium"
why = "Version 1 gives the credentials of the instance's role to anyone who makes the application fetch a URL (SSRF). It was turned off before, since it needed to be allowed."
fix = "aws ec2 modify-instance-metadata-options --instance-id ID --http-tokens required."
attacks = ["T1552.005", "T1562.001"]
false_positives = "Old software that knows version 1 alone."
confidence = 70

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceMetadataOptions", request_parameters = {ModifyInstanceMetadataOptionsRequest = {InstanceId = "i-1", HttpTokens = "optional"}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceMetadataOptions", request_parameters = {ModifyInstanceMetadataOptionsRequest = {InstanceId = "i-1", HttpTokens = "required"}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceMetadataOptions", request_parameters = {ModifyInstanceMetadataOptionsRequest = {HttpTokens = "optional"}}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.ModifyInstanceMetadataOptionsRequest.InstanceId'),
    json_extract_string(request_parameters, '$.instanceId'),
    account_id,
    ''
  ) as resource,
  concat_ws(' ', event_name, 'allows version 1 of the metadata service') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('ModifyInstanceMetadataOptions', 'ModifyInstanceMetadataDefaults')
  and error_code = ''
  and invoked_by = ''
  and regexp_matches(
    request_parameters,
    '"[hH]ttpTokens": ?"(optional|no-preference)"'
  )

/*
title = "Encryption of new volumes was turned off"
severity = "medium"
why = "Volumes and snapshots without encryption can be shared and read without a key."
fix = "aws ec2 enable-ebs-encryption-by-default, in the Region."
attacks = ["T1562.001"]
false_positives = "Tests of an image that cannot be encrypted."
confidence = 75

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "DisableEbsEncryptionByDefault", request_parameters = {}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "EnableEbsEncryptionByDefault", request_parameters = {}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "DisableEbsEncryptionByDefault", request_parameters = {}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  account_id || ' ' || aws_region as resource,
  concat_ws(' ', 'New volumes in', aws_region, 'are no longer encrypted') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'DisableEbsEncryptionByDefault'
  and error_code = ''

/*
title = "SSH key of somebody's own was imported"
severity = "low"
why = "Instances that are launched with the key open to who holds its private half."
fix = "aws ec2 delete-key-pair, and look for instances that were launched with it."
attacks = ["T1098.004"]
false_positives = "Infrastructure as code and CI import keys all the time."
confidence = 25
context = true

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ImportKeyPair", request_parameters = {keyName = "k"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ImportKeyPair", request_parameters = {keyName = "k"}, error_code = "Client.InvalidKeyPair.Duplicate"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ImportKeyPair", request_parameters = {keyName = "k"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.keyName'), '') as resource,
  concat_ws(
    ' ',
    'The public key',
    json_extract_string(request_parameters, '$.keyName'),
    'was imported'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'ImportKeyPair'
  and error_code = ''
  and invoked_by = ''

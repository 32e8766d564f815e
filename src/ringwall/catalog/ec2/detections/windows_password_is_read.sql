/*
title = "Password of a Windows instance was asked for"
severity = "low"
why = "With the key pair it opens the machine as administrator."
fix = "Ask the owner of the principal; manage access by Session Manager in its place."
attacks = ["T1552.005", "T1555.006"]
false_positives = "Administrators, after an instance was launched."
confidence = 35

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "GetPasswordData", request_parameters = {instanceId = "i-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "DescribeInstances", request_parameters = {}}]
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
    'The administrator password of',
    json_extract_string(request_parameters, '$.instanceId'),
    'was asked for'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'GetPasswordData'

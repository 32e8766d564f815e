/*
title = "Secrets were read in many Regions"
severity = "high"
why = "Work reads the secrets of its own Region. Who goes through the Regions takes all."
fix = "Rotate what was read. Ask the owner of the principal."
attacks = ["T1555.006"]
false_positives = "Roll-outs over several Regions by one pipeline."
window = "1h"
confidence = 70

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "BatchGetSecretValue", request_parameters = {}, aws_region = "us-east-1", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "BatchGetSecretValue", request_parameters = {}, aws_region = "eu-west-1", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "BatchGetSecretValue", request_parameters = {}, aws_region = "ap-south-1", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "a"}, aws_region = "us-east-1"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "a"}, aws_region = "eu-west-1"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "ListSecrets", request_parameters = {}, aws_region = "us-east-1"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "ListSecrets", request_parameters = {}, aws_region = "eu-west-1"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "ListSecrets", request_parameters = {}, aws_region = "ap-south-1"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(
    ' ',
    'Secrets were read in',
    count(distinct aws_region),
    'Regions within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'secretsmanager.amazonaws.com'
  and event_name in ('GetSecretValue', 'BatchGetSecretValue')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct aws_region) >= 3

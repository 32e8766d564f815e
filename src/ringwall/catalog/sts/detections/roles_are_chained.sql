/*
title = "Four roles were assumed in a chain"
severity = "low"
why = "Each step of a chain hides who was at its start. Programs need two."
fix = "Follow the chain to its first session: the access keys in the AssumeRole events. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1548.005", "T1550.001"]
false_positives = "Pipelines that go through a hub account and a deployment role."
window = "12h"
confidence = 30
context = true

[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r1"}, access_key_id = "ASIA0", principal_arn = "arn:aws:iam::111111111111:role/r0", response_elements = {credentials = {accessKeyId = "ASIA1"}}, event_time = "2026-01-31T10:00:00Z"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r2"}, access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/r1", response_elements = {credentials = {accessKeyId = "ASIA2"}}, event_time = "2026-01-31T10:01:00Z"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r3"}, access_key_id = "ASIA2", principal_arn = "arn:aws:iam::111111111111:role/r2", response_elements = {credentials = {accessKeyId = "ASIA3"}}, event_time = "2026-01-31T10:02:00Z"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r4"}, access_key_id = "ASIA3", principal_arn = "arn:aws:iam::111111111111:role/r3", response_elements = {credentials = {accessKeyId = "ASIA4"}}, event_time = "2026-01-31T10:03:00Z"},
]
expect = "hit"

# Two.
[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r1"}, access_key_id = "ASIA0", principal_arn = "arn:aws:iam::111111111111:role/r0", response_elements = {credentials = {accessKeyId = "ASIA1"}}, event_time = "2026-01-31T10:00:00Z"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r2"}, access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/r1", response_elements = {credentials = {accessKeyId = "ASIA2"}}, event_time = "2026-01-31T10:01:00Z"},
]
expect = "quiet"

# Four from one place, side by side.
[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r1"}, access_key_id = "ASIA0", principal_arn = "arn:aws:iam::111111111111:role/r0", response_elements = {credentials = {accessKeyId = "ASIA1"}}, event_time = "2026-01-31T10:00:00Z"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r2"}, access_key_id = "ASIA0", principal_arn = "arn:aws:iam::111111111111:role/r0", response_elements = {credentials = {accessKeyId = "ASIA2"}}, event_time = "2026-01-31T10:01:00Z"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r3"}, access_key_id = "ASIA0", principal_arn = "arn:aws:iam::111111111111:role/r0", response_elements = {credentials = {accessKeyId = "ASIA3"}}, event_time = "2026-01-31T10:02:00Z"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/r4"}, access_key_id = "ASIA0", principal_arn = "arn:aws:iam::111111111111:role/r0", response_elements = {credentials = {accessKeyId = "ASIA4"}}, event_time = "2026-01-31T10:03:00Z"},
]
expect = "quiet"
*/
with assumed as (
  select
    event_time,
    event_id,
    coalesce(account_id, '') as account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    source_ip,
    json_extract_string(request_parameters, '$.roleArn') as role_arn,
    json_extract_string(response_elements, '$.credentials.accessKeyId') as new_key
  from logs.cloudtrail
  where event_source = 'sts.amazonaws.com'
    and operation = 'AssumeRole'
    and error_code = ''
    and access_key_id <> ''
)
select
  fourth.event_time as at,
  fourth.event_id as act,
  fourth.account_id,
  fourth.aws_region as region,
  coalesce(nullif(first.principal_arn, ''), first.session_arn) as actor,
  fourth.session_arn as session,
  fourth.access_key_id as access_key,
  first.source_ip as address,
  fourth.role_arn as resource,
  first.role_arn || ' led to ' || fourth.role_arn || ' in four steps' as reason
from assumed fourth
join assumed third on third.new_key = fourth.access_key_id
join assumed second on second.new_key = third.access_key_id
join assumed first on first.new_key = second.access_key_id

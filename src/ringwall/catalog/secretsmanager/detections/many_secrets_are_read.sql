/*
title = "Many secrets were read"
severity = "high"
why = "An application reads the few secrets that it needs. Who reads one after the other takes all that the credentials reach."
fix = "Rotate what was read. Ask the owner of the principal, and limit its permissions."
attacks = ["T1555.006"]
false_positives = "What brings secrets into clusters (External Secrets, CSI drivers) reads the same ones all day and is not reported, but when it starts. Infrastructure as code that reads many at times: state its role as an exception."
window = "25h"
finding_types = ["CredentialAccess:IAMUser/AnomalousBehavior"]
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s5"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s6"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s7"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s8"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s9"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s5"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s6"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s7"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s8"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s9"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-30T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s5"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s6"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s7"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s8"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s9"}, principal_arn = "arn:aws:iam::111111111111:role/deploy", event_time = "2026-01-31T10:30:00Z"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s0"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s2"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s3"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s4"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s5"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s6"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s7"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s8"}, error_code = "AccessDenied"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s9"}, error_code = "AccessDenied"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s0"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s1"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s2"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s3"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s4"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s5"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s6"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s7"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s8"}, invoked_by = "rds.amazonaws.com"},
  {event_source = "secretsmanager.amazonaws.com", event_name = "GetSecretValue", request_parameters = {secretId = "s9"}, invoked_by = "rds.amazonaws.com"},
]
expect = "quiet"
*/
with asked as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    coalesce(principal_arn, session_arn) as actor,
    session_arn,
    access_key_id,
    source_ip,
    json_extract_string(request_parameters, '$.secretId') as thing
  from logs.cloudtrail
  where event_source = 'secretsmanager.amazonaws.com'
    and event_name = 'GetSecretValue'
    and error_code = ''
    and invoked_by = ''
    and json_extract_string(request_parameters, '$.secretId') is not null
),
hourly as (
  select
    account_id,
    actor,
    thing,
    date_trunc('hour', event_time) as hour,
    min(event_time) as first_time,
    min(aws_region) as aws_region,
    max(session_arn) as session_arn,
    max(access_key_id) as access_key_id,
    max(source_ip) as source_ip,
    arg_min(event_id, event_time) as first_event,
    arg_max(event_id, event_time) as last_event
  from asked
  group by
    account_id,
    actor,
    thing,
    date_trunc('hour', event_time)
),
seen as (
  select
    account_id,
    actor,
    thing,
    hour,
    first_time,
    aws_region,
    session_arn,
    access_key_id,
    source_ip,
    first_event,
    last_event,
    max(hour) over (
      partition by account_id, actor, thing
      order by hour
      rows between unbounded preceding and 1 preceding
    ) as before
  from hourly
),
-- Where a whole day is seen, its first hours are not judged: what came before them is not seen.
span as (
  select
    min(event_time) as since,
    max(event_time) as until
  from logs.cloudtrail
)
select
  min(s.first_time) as at,
  concat_ws(' ', s.actor, s.hour) as act,
  s.account_id,
  min(s.aws_region) as region,
  s.actor,
  '' as resource,
  concat_ws(
    ' ',
    count(*),
    'secrets',
    'that it had not read in the day before were read within an hour, such as',
    min(s.thing)
  ) as reason,
  max(s.session_arn) as session,
  max(s.access_key_id) as access_key,
  max(s.source_ip) as address,
  [arg_min(s.first_event, s.first_time), arg_max(s.last_event, s.first_time)] as events,
  count(*) as count
from seen s
cross join span p
where (
    s.before is null
    or s.before < s.hour - interval 24 hours
  )
  and (
    s.hour >= p.since + interval 24 hours
    or p.until < p.since + interval 24 hours
  )
group by
  s.account_id,
  s.actor,
  s.hour
having count(*) >= 10

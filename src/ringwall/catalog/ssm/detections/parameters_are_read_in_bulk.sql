/*
title = "Secret parameters were read in bulk"
severity = "high"
why = "Secure parameters hold passwords and tokens. An application reads the few that it needs; who takes all of them plans to go on from here."
fix = "Rotate what was read. Ask the owner of the principal, and limit its permissions to a path."
attacks = ["T1555.006", "T1552"]
false_positives = "Deployments and infrastructure as code that read all parameters of a system. State their roles as exceptions."
window = "25h"
finding_types = ["CredentialAccess:IAMUser/AnomalousBehavior"]
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "ssm.amazonaws.com", event_name = "GetParameters", request_parameters = {names = ["/p/00", "/p/10", "/p/20", "/p/30", "/p/40", "/p/50", "/p/60", "/p/70", "/p/80", "/p/90"], withDecryption = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ssm.amazonaws.com", event_name = "GetParameters", request_parameters = {names = ["/p/01", "/p/11", "/p/21", "/p/31", "/p/41", "/p/51", "/p/61", "/p/71", "/p/81", "/p/91"], withDecryption = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ssm.amazonaws.com", event_name = "GetParameters", request_parameters = {names = ["/p/0", "/p/1", "/p/2", "/p/3", "/p/4", "/p/5", "/p/6", "/p/7", "/p/8", "/p/9"], withDecryption = true}},
  {event_source = "ssm.amazonaws.com", event_name = "GetParameters", request_parameters = {names = ["/p/0", "/p/1", "/p/2", "/p/3", "/p/4", "/p/5", "/p/6", "/p/7", "/p/8", "/p/9"], withDecryption = true}},
  {event_source = "ssm.amazonaws.com", event_name = "GetParameters", request_parameters = {names = ["/p/0", "/p/1", "/p/2", "/p/3", "/p/4", "/p/5", "/p/6", "/p/7", "/p/8", "/p/9"], withDecryption = true}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ssm.amazonaws.com", event_name = "GetParameters", request_parameters = {names = ["/p/00", "/p/10", "/p/20", "/p/30", "/p/40", "/p/50", "/p/60", "/p/70", "/p/80", "/p/90"], withDecryption = false}},
  {event_source = "ssm.amazonaws.com", event_name = "GetParameters", request_parameters = {names = ["/p/01", "/p/11", "/p/21", "/p/31", "/p/41", "/p/51", "/p/61", "/p/71", "/p/81", "/p/91"], withDecryption = false}},
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
    unnest(
      regexp_extract_all(
        coalesce(
          json_extract_string(request_parameters, '$.names'),
          '"' || json_extract_string(request_parameters, '$.name') || '"',
          ''
        ),
        '"([^"]+)"',
        1
      )
    ) as thing
  from logs.cloudtrail
  where event_source = 'ssm.amazonaws.com'
    and event_name in ('GetParameter', 'GetParameters')
    and error_code = ''
    and invoked_by = ''
    and json_extract_string(request_parameters, '$.withDecryption') = 'true'
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
    'secret parameters',
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
having count(*) >= 20

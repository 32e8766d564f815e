/*
title = "User who never ran models began to"
severity = "medium"
why = "Applications run models through roles. Access keys of users, found in code or in leaks, are what is sold to run models at your cost, and the user never did so before."
fix = "Ask the owner of the user; rotate its access keys. Deny bedrock:InvokeModel to users by a service control policy."
attacks = ["T1496.004", "T1078.004"]
false_positives = "Developers who begin to use models with access keys. The log does not say whether a call was made with an access key or with a session of the user."
window = "14d"
confidence = 50

[[example]]
model_invocation = [
  {event_id = "r1", event_time = "2026-01-20T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 100},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100},
]
expect = "hit"

# A role.
[[example]]
model_invocation = [
  {event_id = "r1", event_time = "2026-01-20T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 100},
]
expect = "quiet"

# The user did it before.
[[example]]
model_invocation = [
  {event_id = "r1", event_time = "2026-01-20T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100},
]
expect = "quiet"

# The log begins too late to say what is new.
[[example]]
model_invocation = [{event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100}]
expect = "quiet"
*/
with span as (
  select
    coalesce(account_id, '') as account,
    min(event_time) as since
  from logs.model_invocation
  group by coalesce(account_id, '')
),
began as (
  select
    coalesce(account_id, '') as account,
    principal_arn,
    min(event_time) as first_time,
    arg_min(event_id, event_time) as first_event,
    coalesce(arg_min(aws_region, event_time), '') as region,
    coalesce(arg_min(model_id, event_time), '') as model_id
  from logs.model_invocation
  where error_code = ''
    and regexp_matches(principal_arn, '^arn:[a-z-]+:iam::[0-9]+:(user/.+|root)$')
  group by
    coalesce(account_id, ''),
    principal_arn
)
select
  b.first_time as at,
  b.first_event as act,
  b.account as account_id,
  b.region,
  b.principal_arn as actor,
  b.model_id as resource,
  concat_ws(
    ' ',
    b.principal_arn,
    'ran',
    b.model_id,
    'and no model in the days before that the logs have'
  ) as reason,
  [b.first_event] as events
from began b
join span s
  on s.account = b.account
where b.first_time >= s.since + interval 7 days

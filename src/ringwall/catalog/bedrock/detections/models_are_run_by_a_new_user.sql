/*
title = "User who never ran models began to"
severity = "medium"
why = "Applications run models through roles. Access keys of users, found in code or in leaks, are what is sold to run models at your cost, and the user never did so before."
fix = "Ask the owner of the user; rotate its access keys. Deny bedrock:InvokeModel to users by a service control policy."
attacks = ["T1496.004", "T1078.004"]
false_positives = "Developers who begin to use models with access keys, or do again after two weeks; users of an account whose logging was turned on since. The log does not say whether a call was made with an access key or with a session of the user."
window = "14d"
confidence = 50

[[example]]
model_invocation = [
  {event_id = "r1", event_time = "2026-01-18T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 100},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100},
]
expect = "hit"

# A role.
[[example]]
model_invocation = [
  {event_id = "r1", event_time = "2026-01-18T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 100},
]
expect = "quiet"

# The user did it before.
[[example]]
model_invocation = [
  {event_id = "r0", event_time = "2026-01-18T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 100},
  {event_id = "r1", event_time = "2026-01-20T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100},
]
expect = "quiet"

# The log begins too late to say what is new.
[[example]]
model_invocation = [{event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 100}]
expect = "quiet"
*/
-- What is judged has thirteen days of the log before it, in whichever batch.
with span as (
  select min(event_time) as since
  from logs.model_invocation
),
calls as (
  select
    *,
    coalesce(account_id, '') as account,
    lag(event_time) over (
      partition by account_id, principal_arn
      order by event_time, event_id
    ) as before
  from logs.model_invocation
  where error_code = ''
    and regexp_matches(principal_arn, '^arn:[a-z-]+:iam::[0-9]+:(user/.+|root)$')
)
select
  c.event_time as at,
  c.event_id as act,
  c.account as account_id,
  coalesce(c.aws_region, '') as region,
  c.principal_arn as actor,
  c.model_id as resource,
  concat_ws(
    ' ',
    c.principal_arn,
    'ran',
    c.model_id,
    'and no model in the thirteen days before'
  ) as reason,
  [c.event_id] as events
from calls c
cross join span s
where c.event_time >= s.since + interval 13 days
  and (
    c.before is null
    or c.before < c.event_time - interval 13 days
  )

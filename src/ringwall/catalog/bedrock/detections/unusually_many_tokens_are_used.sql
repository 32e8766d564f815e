/*
title = "Principal used unusually many tokens of models"
severity = "medium"
why = "Stolen credentials are sold to run models at your cost, at thousands of dollars a day."
fix = "Ask the owner of the principal; revoke its credentials where nobody knows of the work. Set a budget alarm, and quotas of tokens where Amazon Bedrock has them."
attacks = ["T1496.004"]
false_positives = "A new application, an account whose logging was turned on since, a load test, an evaluation or a batch of documents that is done once."
window = "8d"
confidence = 50

# Ten times the most of any hour before.
[[example]]
model_invocation = [
  {event_id = "r0", event_time = "2026-01-24T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/job", model_id = "m", total_tokens = 100},
  {event_id = "r1", event_time = "2026-01-25T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 120000},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 700000},
  {event_id = "r3", event_time = "2026-01-31T10:30:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 500000},
]
expect = "hit"

# Nobody saw the principal before.
[[example]]
model_invocation = [
  {event_id = "r0", event_time = "2026-01-24T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/job", model_id = "m", total_tokens = 100},
  {event_id = "r1", event_time = "2026-01-25T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 100},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", total_tokens = 1200000},
]
expect = "hit"

# What it uses every day.
[[example]]
model_invocation = [
  {event_id = "r0", event_time = "2026-01-24T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/job", model_id = "m", total_tokens = 100},
  {event_id = "r1", event_time = "2026-01-25T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 900000},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 1200000},
]
expect = "quiet"

# More than ever, and still few.
[[example]]
model_invocation = [
  {event_id = "r0", event_time = "2026-01-24T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/job", model_id = "m", total_tokens = 100},
  {event_id = "r1", event_time = "2026-01-25T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 100},
  {event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 90000},
]
expect = "quiet"

# The log begins too late to say what is usual.
[[example]]
model_invocation = [{event_id = "r2", event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", total_tokens = 1200000}]
expect = "quiet"
*/
with hourly as (
  select
    coalesce(account_id, '') as account,
    principal_arn,
    date_trunc('hour', event_time) as hour,
    min(event_time) as first_time,
    coalesce(min(aws_region), '') as region,
    coalesce(max(session_arn), '') as session_arn,
    coalesce(arg_max(model_id, total_tokens), '') as model_id,
    arg_min(event_id, event_time) as first_event,
    arg_max(event_id, event_time) as last_event,
    count(*) as calls,
    sum(total_tokens) as tokens
  from logs.model_invocation
  where total_tokens > 0
  group by
    coalesce(account_id, ''),
    principal_arn,
    date_trunc('hour', event_time)
),
compared as (
  select
    *,
    max(tokens) over (
      partition by account, principal_arn
      order by hour
      rows between unbounded preceding and 1 preceding
    ) as most
  from hourly
),
-- What is judged has a week of the log before it, in whichever batch.
span as (
  select min(event_time) as since
  from logs.model_invocation
)
select
  c.first_time as at,
  concat_ws(' ', c.principal_arn, c.hour) as act,
  c.account as account_id,
  c.region,
  c.principal_arn as actor,
  c.model_id as resource,
  concat_ws(
    ' ',
    c.tokens,
    'tokens of models within an hour, at most',
    coalesce(c.most, 0),
    'in any hour of the week before'
  ) as reason,
  c.session_arn as session,
  [c.first_event, c.last_event] as events,
  c.calls as count,
  c.tokens,
  coalesce(c.most, 0) as usual_most
from compared c
cross join span s
where c.tokens >= 1000000
  and c.tokens >= 10 * coalesce(c.most, 0)
  and c.hour >= s.since + interval 7 days

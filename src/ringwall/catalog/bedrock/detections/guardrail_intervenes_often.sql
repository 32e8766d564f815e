/*
title = "Guardrail stopped many prompts of one caller"
severity = "medium"
why = "Who tries to get around a guardrail tries one prompt after the other. Stolen access to models is sold to such users, and an application that passes on what strangers write is attacked the same way."
fix = "Read the prompts in the log of AWS, by the ID of the request. Ask the owner of the principal; revoke its credentials where nobody knows of it. Where an application called, block its user."
attacks = ["T1496.004", "T1190"]
false_positives = "Tests of a guardrail; a guardrail that is too strict for what the application is for. A chat with many users has many stopped prompts, too, but few among all."
window = "1h"
confidence = 60
url = "https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html"

[[example]]
model_invocation = [
  {event_id = "r0", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED", guardrail_filters = ["PROMPT_ATTACK"]},
  {event_id = "r1", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r2", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r3", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r4", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r5", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r6", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r7", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r8", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r9", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
]
expect = "hit"

# As many prompts, and the guardrail let most of them pass.
[[example]]
model_invocation = [
  {event_id = "r0", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r1", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "NONE"},
  {event_id = "r2", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "NONE"},
  {event_id = "r3", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "NONE"},
  {event_id = "r4", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "NONE"},
  {event_id = "r5", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "NONE"},
  {event_id = "r6", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "NONE"},
  {event_id = "r7", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "NONE"},
  {event_id = "r8", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "NONE"},
  {event_id = "r9", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "NONE"},
]
expect = "quiet"

# Too seldom: nine stopped prompts are one less than it counts.
[[example]]
model_invocation = [
  {event_id = "r0", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r1", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r2", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r3", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r4", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r5", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r6", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r7", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
  {event_id = "r8", principal_arn = "arn:aws:iam::111111111111:user/alex", model_id = "m", guardrail_action = "INTERVENED"},
]
expect = "quiet"
*/
with asked as (
  select
    *,
    guardrail_action = 'INTERVENED' as is_stopped,
    date_trunc('hour', event_time) as hour
  from logs.model_invocation
)
select
  min(case when is_stopped then event_time end) as at,
  concat_ws(' ', principal_arn, session_arn, hour) as act,
  coalesce(account_id, '') as account_id,
  coalesce(min(aws_region), '') as region,
  principal_arn as actor,
  coalesce(max(case when is_stopped then model_id end), '') as resource,
  concat_ws(
    ' ',
    'A guardrail stopped or changed',
    count_if(is_stopped),
    'of',
    count(*),
    'calls of models within an hour'
  ) as reason,
  session_arn as session,
  [
    arg_min(event_id, case when is_stopped then event_time end),
    arg_max(event_id, case when is_stopped then event_time end)
  ] as events,
  count_if(is_stopped) as count,
  count(*) as calls,
  case when bool_or(list_contains(guardrail_filters, 'PROMPT_ATTACK')) then 75 else 60 end
    as confidence
from asked
group by
  coalesce(account_id, ''),
  principal_arn,
  session_arn,
  hour
having count_if(is_stopped) >= 10
  and 5 * count_if(is_stopped) >= count(*)

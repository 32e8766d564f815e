/*
title = "Guardrail stopped a prompt or an answer"
severity = "low"
why = "Prompts that a guardrail stops are what somebody tried. Alone it is what happens to every application with users; beside other findings of the same principal it says what the models were asked for."
fix = "Nothing by itself: read the prompts in the log of AWS, by the ID of the request, and see what else the principal did."
attacks = ["T1496.004", "T1190"]
false_positives = "Users of a chat that ask what it does not answer; names and addresses that the guardrail masks."
window = "1h"
confidence = 20
context = true
url = "https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html"

[[example]]
model_invocation = [{event_id = "r1", principal_arn = "arn:aws:iam::111111111111:role/chat", session_arn = "arn:aws:sts::111111111111:assumed-role/chat/web", model_id = "m", guardrail_action = "INTERVENED", guardrail_filters = ["VIOLENCE"]}]
expect = "hit"

# It looked at the prompt, and let it pass.
[[example]]
model_invocation = [{event_id = "r1", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", guardrail_action = "NONE"}]
expect = "quiet"

# There is no guardrail.
[[example]]
model_invocation = [{event_id = "r1", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", stop_reason = "end_turn"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(
    ' ',
    principal_arn,
    session_arn,
    model_id,
    date_trunc('hour', event_time)
  ) as act,
  coalesce(account_id, '') as account_id,
  coalesce(min(aws_region), '') as region,
  principal_arn as actor,
  model_id as resource,
  concat_ws(
    ' ',
    'A guardrail stopped or changed',
    count(*),
    case when count(*) = 1 then 'prompt or answer of' else 'prompts or answers of' end,
    model_id,
    'within an hour'
  ) as reason,
  session_arn as session,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.model_invocation
where guardrail_action = 'INTERVENED'
group by
  coalesce(account_id, ''),
  principal_arn,
  session_arn,
  model_id,
  date_trunc('hour', event_time)

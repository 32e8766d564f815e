/*
title = "Models were run"
severity = "low"
why = "Stolen credentials are used to run models at your cost. Alone it is what applications do all day; beside other findings of the same principal it says which models ran, and how many tokens they cost."
fix = "Nothing by itself: see what else the principal did."
attacks = ["T1496.004"]
false_positives = "Every application that runs models."
window = "1d"
confidence = 10
context = true
url = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html"

[[example]]
model_invocation = [{event_id = "r1", principal_arn = "arn:aws:iam::111111111111:role/chat", session_arn = "arn:aws:sts::111111111111:assumed-role/chat/web", model_id = "m", total_tokens = 2000}]
expect = "hit"

# The call failed.
[[example]]
model_invocation = [{event_id = "r1", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", error_code = "AccessDeniedException"}]
expect = "quiet"

# No token was used.
[[example]]
model_invocation = [{event_id = "r1", principal_arn = "arn:aws:iam::111111111111:role/chat", model_id = "m", input_tokens = 0, output_tokens = 0, total_tokens = 0}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', principal_arn, model_id, date_trunc('day', event_time)) as act,
  coalesce(account_id, '') as account_id,
  coalesce(min(aws_region), '') as region,
  principal_arn as actor,
  model_id as resource,
  concat_ws(
    ' ',
    model_id,
    'was run',
    case when count(*) = 1 then 'once' else concat_ws(' ', count(*), 'times') end,
    'with',
    sum(total_tokens),
    'tokens'
  ) as reason,
  coalesce(max(session_arn), '') as session,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count,
  sum(total_tokens) as tokens
from logs.model_invocation
where error_code = ''
  and total_tokens > 0
group by
  coalesce(account_id, ''),
  principal_arn,
  model_id,
  date_trunc('day', event_time)

/*
title = "Events are sent to a foreign account"
severity = "medium"
why = "A rule that forwards to another account shows an attacker what happens here, also what is done against them."
fix = "aws events remove-targets, unless somebody knows the account."
attacks = ["T1537", "T1546"]
false_positives = "Vendors of monitoring who receive events."
confidence = 65

[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", event_name = "PutTargets", request_parameters = {rule = "r", targets = [{id = "1", arn = "arn:aws:events:eu-west-1:999999999999:event-bus/default"}]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", event_name = "PutTargets", request_parameters = {rule = "r", targets = [{id = "1", arn = "arn:aws:lambda:eu-west-1:111111111111:function:f"}]}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
with given as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    coalesce(json_extract_string(request_parameters, '$.rule'), '') as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.targets'), ''),
        '"arn": ?"arn:[^":]*:[^":]*:[^":]*:([0-9]{12}):',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'events.amazonaws.com'
    and event_name = 'PutTargets'
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'Rule', target, 'sends events to the foreign account', receiver) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)

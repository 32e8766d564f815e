/*
title = "State machine was changed by a user"
severity = "low"
why = "A state machine calls any API with its role. Who changes it runs with that role, later and unseen."
fix = "Compare the definition with the version before."
attacks = ["T1546", "T1648"]
false_positives = "Developers with access keys."
confidence = 45

[[example]]
cloudtrail = [{event_source = "states.amazonaws.com", event_name = "UpdateStateMachine", request_parameters = {stateMachineArn = "a"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "states.amazonaws.com", event_name = "UpdateStateMachine", request_parameters = {stateMachineArn = "a"}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.stateMachineArn'), '') as resource,
  concat_ws(
    ' ',
    'A user changed state machine',
    json_extract_string(request_parameters, '$.stateMachineArn')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'states.amazonaws.com'
  and event_name = 'UpdateStateMachine'
  and error_code = ''
  and invoked_by = ''
  and identity_type in ('IAMUser', 'Root')

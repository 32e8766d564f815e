/*
title = "Function was shared with a foreign account"
severity = "high"
why = "The other account runs the function with its role whenever it likes: a way back in that survives the rotation of every key."
fix = "aws lambda remove-permission --function-name NAME --statement-id ID, unless somebody knows the account."
attacks = ["T1098", "T1648"]
false_positives = "Vendors and partners that call a function on purpose."
confidence = 75

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "AddPermission20150331v2", operation = "AddPermission", request_parameters = {functionName = "pay", principal = "999999999999"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "AddPermission20150331v2", operation = "AddPermission", request_parameters = {functionName = "pay", principal = "arn:aws:iam::999999999999:root"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "AddPermission20150331v2", operation = "AddPermission", request_parameters = {functionName = "pay", principal = "111111111111"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "AddPermission20150331v2", operation = "AddPermission", request_parameters = {functionName = "pay", principal = "events.amazonaws.com"}}]
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
    coalesce(
      json_extract_string(request_parameters, '$.functionName'),
      json_extract_string(request_parameters, '$.layerName'),
      ''
    ) as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.principal'), ''),
        '(?:^|::)([0-9]{12})(?:$|:)',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'lambda.amazonaws.com'
    and operation in ('AddPermission', 'AddLayerVersionPermission')
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(
    ' ',
    'Function or layer',
    target,
    'may be used by the foreign account',
    receiver
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)

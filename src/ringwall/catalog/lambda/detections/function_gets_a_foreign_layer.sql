/*
title = "Function loads a layer of a foreign account"
severity = "low"
why = "A layer runs with the role of the function. Its owner can read what the function reads, and the function loads what they wrote."
fix = "Take the layer off, unless a vendor is known by the account."
attacks = ["T1546", "T1195.002"]
false_positives = "AWS and vendors of monitoring publish layers from accounts of their own, and many functions load them: state those accounts as exceptions."
confidence = 40

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateFunctionConfiguration20150331v2", operation = "UpdateFunctionConfiguration", request_parameters = {functionName = "pay", layers = ["arn:aws:lambda:eu-west-1:999999999999:layer:x:1"]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateFunctionConfiguration20150331v2", operation = "UpdateFunctionConfiguration", request_parameters = {functionName = "pay", layers = ["arn:aws:lambda:eu-west-1:111111111111:layer:x:1"]}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "UpdateFunctionConfiguration20150331v2", operation = "UpdateFunctionConfiguration", request_parameters = {functionName = "pay", timeout = 3}}]
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
    source_ip,
    coalesce(json_extract_string(request_parameters, '$.functionName'), '') as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.layers'), ''),
        ':lambda:[^:]*:([0-9]{12}):layer:',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'lambda.amazonaws.com'
    and operation in ('UpdateFunctionConfiguration', 'CreateFunction')
    and error_code = ''
    and invoked_by = ''
    and event_name not like 'Get%'
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'Function', target, 'loads a layer of the foreign account', receiver) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)

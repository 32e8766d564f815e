/*
title = "Models were run often by a user's access key"
severity = "medium"
why = "Applications run models through roles. Access keys of users, found in code or in leaks, are what is sold to run models at your cost."
fix = "Ask the owner of the key; rotate it. Set a budget alarm."
attacks = ["T1496.004"]
false_positives = "Developers and tools on laptops with access keys."
window = "1h"
confidence = 55

[[example]]
cloudtrail = [
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, aws_region = "us-east-1", identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, aws_region = "us-west-2", identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, aws_region = "eu-central-1", identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, aws_region = "us-east-1", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, aws_region = "us-west-2", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, aws_region = "eu-central-1", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "InvokeModel", request_parameters = {modelId = "m"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(min(json_extract_string(request_parameters, '$.modelId')), '') as resource,
  concat_ws(
    ' ',
    'A user ran models',
    count(*),
    'times within an hour, in',
    count(distinct aws_region),
    'Regions'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'bedrock.amazonaws.com'
  and event_name in ('InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream')
  and error_code = ''
  and invoked_by = ''
  and identity_type in ('IAMUser', 'Root')
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(*) >= 50
  or count(distinct aws_region) >= 3

/*
title = "Trigger of a function was set up by a user"
severity = "low"
why = "A function that is fed from a queue or stream reads the data that passes, and takes it away from its receiver."
fix = "aws lambda delete-event-source-mapping, unless it is meant."
attacks = ["T1546", "T1119"]
false_positives = "Developers with access keys."
confidence = 45

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "CreateEventSourceMapping20150331", operation = "CreateEventSourceMapping", request_parameters = {functionName = "f", eventSourceArn = "arn:aws:sqs:eu-west-1:111111111111:q"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "CreateEventSourceMapping20150331", operation = "CreateEventSourceMapping", request_parameters = {functionName = "f"}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", event_name = "CreateEventSourceMapping20150331", operation = "CreateEventSourceMapping", request_parameters = {functionName = "f"}, error_code = "AccessDenied", identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.functionName'), '') as resource,
  concat_ws(
    ' ',
    'A user made function',
    json_extract_string(request_parameters, '$.functionName'),
    'run for',
    json_extract_string(request_parameters, '$.eventSourceArn')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'lambda.amazonaws.com'
  and operation in ('CreateEventSourceMapping', 'UpdateEventSourceMapping')
  and error_code = ''
  and invoked_by = ''
  and identity_type in ('IAMUser', 'Root')

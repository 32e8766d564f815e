/*
title = "Queue was purged"
severity = "low"
why = "All messages are lost, and with them the work or the findings that they carry."
fix = "Ask the owner of the principal."
attacks = ["T1485"]
false_positives = "Developers who clean a queue."
confidence = 30
context = true

[[example]]
cloudtrail = [{event_source = "sqs.amazonaws.com", event_name = "PurgeQueue", request_parameters = {queueUrl = "q"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "sqs.amazonaws.com", event_name = "PurgeQueue", request_parameters = {queueUrl = "q"}, error_code = "AWS.SimpleQueueService.PurgeQueueInProgress"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.queueUrl'), '') as resource,
  concat_ws(
    ' ',
    'Queue',
    json_extract_string(request_parameters, '$.queueUrl'),
    'was emptied'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'sqs.amazonaws.com'
  and event_name = 'PurgeQueue'
  and error_code = ''
  and invoked_by = ''

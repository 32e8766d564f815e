/*
title = "Sending of mail to everyone was asked for"
severity = "medium"
why = "Out of the sandbox the account sends tens of thousands of messages a day: what spammers want."
fix = "Ask the owner of the principal. Turn sending off: aws sesv2 put-account-sending-attributes --no-sending-enabled."
attacks = ["T1496.003", "T1586.002"]
false_positives = "A team that begins to send mail, once for each Region."
confidence = 55

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "PutAccountDetails", request_parameters = {mailType = "TRANSACTIONAL"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "UpdateAccountSendingEnabled", request_parameters = {enabled = false}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "PutAccountDetails", request_parameters = {}, error_code = "ConflictException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  account_id || ' ' || aws_region as resource,
  concat_ws(' ', event_name, 'asks to send mail to everyone from', aws_region) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ses.amazonaws.com'
  and event_name in (
    'PutAccountDetails',
    'UpdateAccountSendingEnabled',
    'PutAccountSendingAttributes'
  )
  and error_code = ''
  and invoked_by = ''
  and (
    event_name = 'PutAccountDetails'
    or json_extract_string(request_parameters, '$.enabled') = 'true'
    or json_extract_string(request_parameters, '$.sendingEnabled') = 'true'
  )

/*
title = "Sending of text messages was set up"
severity = "low"
why = "Stolen keys are used to send text messages for fraud, at your cost."
fix = "Ask the owner of the principal; set the spend limit back."
attacks = ["T1496.003"]
false_positives = "Teams that begin to send text messages."
confidence = 50

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "SetSMSAttributes", request_parameters = {attributes = {MonthlySpendLimit = "1000"}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "SetSMSAttributes", request_parameters = {attributes = {DefaultSMSType = "Transactional"}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "GetSMSAttributes", request_parameters = {}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  account_id || ' ' || aws_region as resource,
  concat_ws(' ', event_name, 'prepares the sending of text messages from', aws_region) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'sns.amazonaws.com'
  and event_name in (
    'SetSMSAttributes',
    'CreateSMSSandboxPhoneNumber',
    'VerifySMSSandboxPhoneNumber'
  )
  and error_code = ''
  and invoked_by = ''
  and (
    event_name <> 'SetSMSAttributes'
    or json_extract_string(request_parameters, '$.attributes.MonthlySpendLimit') is not null
  )

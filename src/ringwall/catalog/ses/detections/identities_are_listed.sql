/*
title = "Identities that send mail were listed"
severity = "low"
why = "It is what stolen keys are used for first, before mail is sent in your name."
fix = "Look at what else the principal did."
attacks = ["T1580"]
false_positives = "Consoles and inventories."
confidence = 15
context = true

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "ListIdentities", request_parameters = {}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "GetIdentityVerificationAttributes", request_parameters = {identities = ["a.example"]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "SendEmail", request_parameters = {}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "ListIdentities", request_parameters = {}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  account_id as resource,
  concat_ws(' ', event_name, 'asked which identities may send mail') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ses.amazonaws.com'
  and event_name in ('ListIdentities', 'ListEmailIdentities', 'GetIdentityVerificationAttributes')
  and error_code = ''
  and invoked_by = ''

/*
title = "Abilities to send mail were explored by a user"
severity = "medium"
why = "Stolen keys are used to send spam and phishing in your name. First they ask for quotas and verified identities, Region after Region."
fix = "Ask the owner of the key; rotate it."
attacks = ["T1580", "T1586.002"]
false_positives = "Administrators with access keys, and inventories."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "ses.amazonaws.com", event_name = "ListIdentities", request_parameters = {}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"},
  {event_source = "ses.amazonaws.com", event_name = "GetSendQuota", request_parameters = {}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"},
  {event_source = "ses.amazonaws.com", event_name = "GetAccount", request_parameters = {}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ses.amazonaws.com", event_name = "ListIdentities", request_parameters = {}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ses.amazonaws.com", event_name = "GetSendQuota", request_parameters = {}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ses.amazonaws.com", event_name = "GetAccount", request_parameters = {}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "GetSendQuota", request_parameters = {}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(
    ' ',
    'A user asked how much mail the account may send, in',
    count(distinct event_name),
    'ways and',
    count(distinct aws_region),
    'Regions within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ses.amazonaws.com'
  and event_name in (
    'ListIdentities', 'ListEmailIdentities', 'GetSendQuota', 'GetAccount',
    'GetAccountSendingEnabled', 'GetSendStatistics', 'GetIdentityVerificationAttributes',
    'GetIdentityDkimAttributes', 'GetEmailIdentity', 'ListConfigurationSets'
  )
  and invoked_by = ''
  and identity_type in ('IAMUser', 'Root')
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct event_name) >= 3
  or count(distinct aws_region) >= 3

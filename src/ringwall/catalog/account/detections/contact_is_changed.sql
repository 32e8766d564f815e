/*
title = "Contacts of accounts were changed"
severity = "medium"
why = "AWS writes to the security contact when it finds a leaked key, and to the primary one when the account is in danger. Whoever changes them is warned in your place."
fix = "Put the contacts back: aws account put-alternate-contact. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1562.006"]
false_positives = "Set-up of accounts, and people who leave."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "PutAlternateContact", request_parameters = {alternateContactType = "SECURITY", emailAddress = "x@example.net"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# They are read.
[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "GetAlternateContact", request_parameters = {alternateContactType = "SECURITY"}}]
expect = "quiet"

# A stack sets it.
[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "PutAlternateContact", request_parameters = {alternateContactType = "SECURITY"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' '
    || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  min(
    coalesce(
      json_extract_string(request_parameters, '$.accountId'),
      json_extract_string(request_parameters, '$.AccountId'),
      account_id,
      ''
    )
  ) as resource,
  'contacts of '
    || cast(
      count(
        distinct coalesce(
          json_extract_string(request_parameters, '$.accountId'),
          json_extract_string(request_parameters, '$.AccountId'),
          account_id
        )
      ) as text
    )
    || case
      when count(
        distinct coalesce(
          json_extract_string(request_parameters, '$.accountId'),
          json_extract_string(request_parameters, '$.AccountId'),
          account_id
        )
      ) = 1 then ' account'
      else ' accounts'
    end || ' were changed' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'account.amazonaws.com'
  and operation in ('DeleteAlternateContact', 'PutAlternateContact', 'PutContactInformation')
  and error_code = ''
  and invoked_by = ''
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)

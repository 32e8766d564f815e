/*
title = "Device code was redeemed elsewhere than the person had signed in"
severity = "high"
why = "The person confirmed in their browser what somebody else had started: the token is at another address now."
fix = "End the person's sessions in Identity Center, and look at what the address did."
attacks = ["T1528", "T1566.002", "T1550.001"]
false_positives = "A browser on a laptop that confirms a login on a remote machine. Add its address to the trusted list."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "sso.amazonaws.com", operation = "ListApplications", identity_type = "Unknown", principal_id = "p-1", source_ip = "192.0.2.10", event_time = "2026-01-31T09:58:00Z"},
  {event_source = "sso.amazonaws.com", operation = "CreateToken", request_parameters = {grantType = "urn:ietf:params:oauth:grant-type:device_code"}, identity_type = "Unknown", principal_id = "p-1", source_ip = "198.51.100.7"},
]
address = []
expect = "hit"

# The same address.
[[example]]
cloudtrail = [
  {event_source = "sso.amazonaws.com", operation = "ListApplications", principal_id = "p-1", source_ip = "198.51.100.7", event_time = "2026-01-31T09:58:00Z"},
  {event_source = "sso.amazonaws.com", operation = "CreateToken", request_parameters = {grantType = "urn:ietf:params:oauth:grant-type:device_code"}, principal_id = "p-1", source_ip = "198.51.100.7"},
]
address = []
expect = "quiet"

# An own machine redeems it.
[[example]]
cloudtrail = [
  {event_source = "sso.amazonaws.com", operation = "ListApplications", principal_id = "p-1", source_ip = "192.0.2.10", event_time = "2026-01-31T09:58:00Z"},
  {event_source = "sso.amazonaws.com", operation = "CreateToken", request_parameters = {grantType = "urn:ietf:params:oauth:grant-type:device_code"}, principal_id = "p-1", source_ip = "198.51.100.7"},
]
address = [{address = "198.51.100.7", is_own = true}]
expect = "quiet"
*/
select
  max(t.event_time) as at,
  t.event_id as act,
  coalesce(t.account_id, '') as account_id,
  max(t.aws_region) as region,
  max(coalesce(nullif(t.principal_arn, ''), nullif(t.user_name, ''), t.principal_id)) as actor,
  max(t.source_ip) as address,
  max(t.principal_id) as resource,
  'a code that was confirmed from ' || min(b.source_ip) || ' was redeemed from '
    || max(t.source_ip) as reason
from logs.cloudtrail t
join logs.cloudtrail b on b.principal_id = t.principal_id
left join facts.address a on a.address = t.source_ip
where t.event_source in ('sso.amazonaws.com', 'sso-oauth.amazonaws.com')
  and t.operation = 'CreateToken'
  and t.error_code = ''
  and t.principal_id <> ''
  and json_extract_string(t.request_parameters, '$.grantType') like '%device_code'
  and b.event_source in ('sso.amazonaws.com', 'signin.amazonaws.com')
  and b.operation in ('Authenticate', 'Federate', 'ListApplications', 'UserAuthentication')
  and b.error_code = ''
  and b.event_time between t.event_time - interval 1 hour and t.event_time
  and a.is_own is not true
  and a.is_trusted is not true
group by t.event_id, coalesce(t.account_id, '')
having max(case when b.source_ip = t.source_ip then 1 else 0 end) = 0

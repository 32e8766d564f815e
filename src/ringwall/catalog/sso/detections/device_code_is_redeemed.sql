/*
title = "Access token of Identity Center was taken by a device code"
severity = "low"
why = "A device code is confirmed in one place and redeemed in another: a link in an e-mail makes a victim confirm the intruder's."
fix = "Compare the address with that of the person's sign-in; end the person's sessions if it is strange."
attacks = ["T1528", "T1566.002"]
false_positives = "The aws sso login of older command lines does the same, at every sign-in."
confidence = 15
trial = true

[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "CreateToken", request_parameters = {grantType = "urn:ietf:params:oauth:grant-type:device_code"}, identity_type = "Unknown", source_ip = "198.51.100.7"}]
expect = "hit"

# By the browser on the same machine (PKCE).
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "CreateToken", request_parameters = {grantType = "authorization_code"}}]
expect = "quiet"

# It was not confirmed yet.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "CreateToken", request_parameters = {grantType = "urn:ietf:params:oauth:grant-type:device_code"}, error_code = "AuthorizationPendingException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  coalesce(nullif(user_name, ''), principal_id) as resource,
  'a device code was redeemed from ' || source_ip as reason
from logs.cloudtrail
where event_source in ('sso.amazonaws.com', 'sso-oauth.amazonaws.com')
  and operation = 'CreateToken'
  and error_code = ''
  and json_extract_string(request_parameters, '$.grantType') like '%device_code'

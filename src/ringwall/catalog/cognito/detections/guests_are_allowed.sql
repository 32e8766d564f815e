/*
title = "Identity pool was opened to guests"
severity = "high"
why = "Guests of an identity pool get credentials of AWS without signing in. Everyone who reads the app finds the pool's ID."
fix = "aws cognito-identity update-identity-pool --no-allow-unauthenticated-identities, and narrow the role of guests. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1190"]
false_positives = "Apps that measure use or show maps before the sign-in, with a role for that alone."
confidence = 60

[[example]]
cloudtrail = [{event_source = "cognito-identity.amazonaws.com", operation = "UpdateIdentityPool", request_parameters = {identityPoolId = "eu-west-1:1", allowUnauthenticatedIdentities = true}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Without guests.
[[example]]
cloudtrail = [{event_source = "cognito-identity.amazonaws.com", operation = "CreateIdentityPool", request_parameters = {identityPoolName = "app", allowUnauthenticatedIdentities = false}}]
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
  coalesce(
    json_extract_string(request_parameters, '$.identityPoolId'),
    json_extract_string(request_parameters, '$.identityPoolName'),
    ''
  ) as resource,
  'identity pool '
    || coalesce(
      json_extract_string(request_parameters, '$.identityPoolId'),
      json_extract_string(request_parameters, '$.identityPoolName'),
      ''
    )
    || ' gives credentials to guests' as reason
from logs.cloudtrail
where event_source = 'cognito-identity.amazonaws.com'
  and operation in ('CreateIdentityPool', 'UpdateIdentityPool')
  and error_code = ''
  and json_extract_string(request_parameters, '$.allowUnauthenticatedIdentities') = 'true'

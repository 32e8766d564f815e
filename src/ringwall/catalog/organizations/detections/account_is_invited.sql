/*
title = "Account was invited, or joined another organization"
severity = "medium"
why = "An account that accepts an invitation belongs to another payer and to other SCPs. One that is invited gets to be trusted as own."
fix = "Decline or cancel the handshake; ask who called. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1199", "T1484"]
false_positives = "Mergers, and accounts that existed before the organization."
confidence = 60

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "InviteAccountToOrganization", request_parameters = {target = {id = "999999999999", type = "ACCOUNT"}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is declined.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DeclineHandshake", request_parameters = {handshakeId = "h-1"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "InviteAccountToOrganization", error_code = "AccessDenied"}]
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
    json_extract_string(request_parameters, '$.target.id'),
    json_extract_string(request_parameters, '$.handshakeId'),
    ''
  ) as resource,
  operation || ' of '
    || coalesce(
      json_extract_string(request_parameters, '$.target.id'),
      json_extract_string(request_parameters, '$.handshakeId'),
      ''
    ) as reason
from logs.cloudtrail
where event_source = 'organizations.amazonaws.com'
  and operation in ('AcceptHandshake', 'InviteAccountToOrganization')
  and error_code = ''

/*
title = "Long-term key asked whose it is, from a hosting provider or Tor"
severity = "medium"
why = "Those who test found keys do it from rented machines, and GetCallerIdentity always works."
fix = "Ask the owner of the key; deactivate it if it was not them. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1078.004", "T1589.001"]
false_positives = "CI services that run at hosting providers with keys of users: give them roles (OIDC)."
confidence = 50

[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, is_hosting = true}]
expect = "hit"

# From the office.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, is_hosting = false}]
expect = "quiet"

# A session of a role.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole", source_ip = "198.51.100.7"}]
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, is_hosting = true}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  coalesce(e.account_id, '') as account_id,
  e.aws_region as region,
  coalesce(nullif(e.principal_arn, ''), e.session_arn) as actor,
  e.session_arn as session,
  e.access_key_id as access_key,
  case when e.invoked_by = '' then e.source_ip else '' end as address,
  e.access_key_id as resource,
  'key ' || e.access_key_id || ' of ' || e.user_name || ' asked whose it is from '
    || coalesce(a.as_name, e.source_ip) as reason
from logs.cloudtrail e
join facts.address a on a.address = e.source_ip
where e.event_source = 'sts.amazonaws.com'
  and e.operation = 'GetCallerIdentity'
  and e.error_code = ''
  and e.identity_type = 'IAMUser'
  and (a.is_hosting or a.is_tor)
  and a.is_own is not true
  and a.is_trusted is not true

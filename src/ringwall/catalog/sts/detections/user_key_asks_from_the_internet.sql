/*
title = "Long-term key asked whose it is, from an address that is not known"
severity = "low"
why = "Nobody but its owner should know the key of a user, and the owner seldom asks whose it is. Those who found it ask first."
fix = "Nothing by itself; it counts where other detections meet it. Give programs roles in place of keys."
attacks = ["T1078.004", "T1087.004"]
false_positives = "Command lines and Terraform, which ask at each start."
window = "1h"
confidence = 15
context = true

[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
address = []
expect = "hit"

# An own address.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
address = [{address = "198.51.100.7", is_own = true}]
expect = "quiet"

# A session of a role.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole", source_ip = "198.51.100.7"}]
address = []
expect = "quiet"

# Inside the network.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetCallerIdentity", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "10.0.0.1"}]
address = [{address = "10.0.0.1", is_private = true}]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  e.access_key_id || ' ' || e.source_ip || ' '
    || cast(date_trunc('hour', e.event_time) as text) as act,
  coalesce(e.account_id, '') as account_id,
  max(e.aws_region) as region,
  max(coalesce(e.principal_arn, '')) as actor,
  e.access_key_id as access_key,
  e.source_ip as address,
  e.access_key_id as resource,
  'key ' || e.access_key_id || ' of ' || max(e.user_name) || ' asked whose it is from '
    || e.source_ip as reason,
  count(*) as count,
  array_agg(e.event_id) as events
from logs.cloudtrail e
left join facts.address a on a.address = e.source_ip
where e.event_source = 'sts.amazonaws.com'
  and e.operation = 'GetCallerIdentity'
  and e.error_code = ''
  and e.identity_type = 'IAMUser'
  and e.access_key_id like 'AKIA%'
  and e.invoked_by = ''
  and a.is_own is not true
  and a.is_private is not true
  and a.is_trusted is not true
group by
  coalesce(e.account_id, ''),
  e.access_key_id,
  e.source_ip,
  date_trunc('hour', e.event_time)

/*
title = "Calls came from an address on a threat list"
severity = "high"
why = "The address was seen in attacks before. Calls that change something from there are most likely another."
fix = "Deactivate the credentials, and look at all calls from the address: ringwall query over logs.cloudtrail."
attacks = ["T1078.004"]
false_positives = "Lists age, and addresses change hands. A person who uses Tor for good reasons knows that it is seen."
window = "1h"
finding_types = ["UnauthorizedAccess:IAMUser/MaliciousIPCaller", "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom"]
confidence = 80

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "RunInstances", read_only = false, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, lists = ["drop"]}]
expect = "hit"

# The address is on no list.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "RunInstances", read_only = false, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, is_tor = false, lists = []}]
expect = "quiet"

# The organization trusts the address.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "RunInstances", read_only = false, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, is_tor = true, lists = ["drop"], is_trusted = true}]
expect = "quiet"

# It only looked; that is another detection.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, lists = ["drop"]}]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  coalesce(nullif(e.principal_arn, ''), e.session_arn) || ' ' || e.source_ip || ' '
    || cast(date_trunc('hour', e.event_time) as text) as act,
  coalesce(e.account_id, '') as account_id,
  max(e.aws_region) as region,
  coalesce(nullif(e.principal_arn, ''), e.session_arn) as actor,
  max(e.session_arn) as session,
  max(e.access_key_id) as access_key,
  e.source_ip as address,
  '' as resource,
  'calls came from ' || e.source_ip || ', which is on a threat list, first '
    || min(e.operation) as reason,
  count(*) as count,
  array_agg(e.event_id) as events
from logs.cloudtrail e
join facts.address a on a.address = e.source_ip
where array_length(a.lists) > 0
  and a.is_trusted is not true
  and e.identity_type <> 'AWSService'
  and coalesce(e.event_category, 'Management') = 'Management'
  and e.read_only is not true
group by
  coalesce(e.account_id, ''),
  coalesce(nullif(e.principal_arn, ''), e.session_arn),
  e.source_ip,
  date_trunc('hour', e.event_time)

/*
title = "Credentials of an instance came from an address that nobody knows"
severity = "low"
why = "Where no estate was collected, nobody knows whether a public address is the instance's own, or that of somebody who took its credentials. Beside other findings of the same session it says where these came from."
fix = "Collect the estate (`ringwall collect`): `ec2.instance_credentials_used_elsewhere` then knows which addresses are the organization's."
attacks = ["T1552.005", "T1078.004"]
false_positives = "Every instance with a public address or behind a NAT gateway."
window = "1d"
confidence = 20
context = true

[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_arn = "arn:aws:sts::111111111111:assumed-role/web/i-0123456789abcdef0", session_name = "i-0123456789abcdef0", access_key_id = "ASIAX", source_ip = "203.0.113.7", operation = "ListBuckets", event_source = "s3.amazonaws.com"}]
address = [{address = "203.0.113.7", is_private = false}]
expect = "hit"

# The estate says whose the address is.
[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_name = "i-0123456789abcdef0", source_ip = "203.0.113.7", operation = "ListBuckets", event_source = "s3.amazonaws.com"}]
address = [{address = "203.0.113.7", is_private = false, is_own = true}]
expect = "quiet"

# The agent of Systems Manager speaks.
[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_name = "i-0123456789abcdef0", source_ip = "203.0.113.7", operation = "UpdateInstanceInformation", event_source = "ssm.amazonaws.com"}]
address = [{address = "203.0.113.7", is_private = false}]
expect = "quiet"

# A service calls on the instance's behalf.
[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_name = "i-0123456789abcdef0", source_ip = "203.0.113.7", operation = "DescribeInstances", event_source = "ec2.amazonaws.com", invoked_by = "eks.amazonaws.com"}]
address = [{address = "203.0.113.7", is_private = false}]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  e.session_arn || ' ' || e.source_ip || ' '
    || strftime(date_trunc('day', e.event_time), '%Y-%m-%d') as act,
  coalesce(e.account_id, '') as account_id,
  min(e.aws_region) as region,
  e.principal_arn as actor,
  e.principal_arn as resource,
  'credentials of ' || e.session_name || ' came from ' || e.source_ip
    || coalesce(' (' || min(a.as_name) || ')', '') || ': ' || min(e.operation) as reason,
  e.session_arn as session,
  min(e.access_key_id) as access_key,
  e.source_ip as address,
  [min(e.event_id)] as events,
  [e.session_name] as entities,
  count(*) as count
from logs.cloudtrail e
join facts.address a
  on a.address = e.source_ip
where regexp_matches(e.session_name, '^i-([0-9a-f]{8}|[0-9a-f]{17})$')
  and e.invoked_by = ''
  and e.vpc_endpoint_id = ''
  and e.event_source not in ('ssmmessages.amazonaws.com', 'ec2messages.amazonaws.com')
  and e.operation not in ('UpdateInstanceInformation', 'RegisterManagedInstance')
  and not a.is_private
  and a.is_own is null
  and not coalesce(a.is_trusted, false)
group by
  e.session_arn, e.session_name, e.principal_arn, e.source_ip, e.account_id,
  date_trunc('day', e.event_time)

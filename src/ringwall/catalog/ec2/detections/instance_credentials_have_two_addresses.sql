/*
title = "Credentials of an instance were used from two addresses on the internet"
severity = "medium"
why = "An instance leaves by one address. A second one is most likely somebody who took its credentials: by a request forgery, the metadata service or a shell."
fix = "Revoke the role's sessions (a policy with aws:TokenIssueTime), isolate the instance, and require IMDSv2. Collect the estate: then the own addresses are known, and this is decided by them."
attacks = ["T1552.005", "T1078.004"]
false_positives = "An Elastic IP that was exchanged, and networks with several NAT gateways or proxies."
window = "6h"
finding_types = ["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS", "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS"]
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "203.0.113.77", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
]
address = []
expect = "hit"

# It is known which addresses are own: another detection decides.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "203.0.113.77", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
]
address = [
  {address = "198.51.100.7", country = "NL", is_own = false, is_private = false},
  {address = "203.0.113.77", country = "NL", is_own = false, is_private = false},
]
expect = "quiet"

# One address: its own, probably.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
]
address = []
expect = "quiet"

# The second is inside the VPC.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", source_ip = "10.0.0.5", vpc_endpoint_id = "vpce-1", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
]
address = []
expect = "quiet"

# The second is a service on its behalf.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "203.0.113.77", invoked_by = "eks.amazonaws.com", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
]
address = []
expect = "quiet"
*/
with call as (
  select
    e.event_time,
    e.event_id,
    coalesce(e.account_id, '') as account_id,
    e.aws_region,
    e.principal_arn,
    e.session_arn,
    e.session_name,
    e.access_key_id,
    e.source_ip,
    a.asn,
    a.as_name
  from logs.cloudtrail e
  left join facts.address a on a.address = e.source_ip
  where e.identity_type = 'AssumedRole'
    and e.session_name like 'i-%'
    and regexp_matches(e.session_name, '^i-[0-9a-f]{8,17}$')
    and a.is_own is null
    and e.invoked_by = ''
    and e.vpc_endpoint_id = ''
    -- A service is called from AWS's own network for the agent that asks it.
    and e.event_source not in ('ssmmessages.amazonaws.com', 'ec2messages.amazonaws.com')
    and regexp_matches(e.source_ip, '^[0-9a-fA-F:.]+$')
    and not regexp_matches(
      e.source_ip,
      '^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]|127[.]|169[.]254[.]|[fF][cdCD])'
    )
    and a.is_own is not true
    and a.is_private is not true
    and a.is_trusted is not true
)
select
  min(c.event_time) as at,
  c.session_arn || ' ' || cast(date_trunc('day', c.event_time) as text)
    || ' ' || hour(c.event_time) // 6 as act,
  c.account_id,
  max(c.aws_region) as region,
  max(coalesce(nullif(c.principal_arn, ''), c.session_arn)) as actor,
  c.session_arn as session,
  max(c.access_key_id) as access_key,
  max(c.source_ip) as address,
  c.session_name as resource,
  'credentials of instance ' || c.session_name || ' were used from ' || min(c.source_ip)
    || ' and ' || max(c.source_ip) as reason,
  count(*) as count,
  array_agg(c.event_id) as events,
  array_agg(distinct c.source_ip) as entities
from call c
group by c.account_id, c.session_arn, c.session_name, date_trunc('day', c.event_time),
  hour(c.event_time) // 6
having count(distinct c.source_ip) >= 2

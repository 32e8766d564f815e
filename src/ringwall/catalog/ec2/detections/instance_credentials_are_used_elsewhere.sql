/*
title = "Credentials of an instance were used from another address"
severity = "high"
why = "Credentials of an instance are for that instance. From another address, somebody has taken them: by the metadata service, a request forgery, or a shell."
fix = "Revoke the role's sessions (a policy with aws:TokenIssueTime), isolate the instance, and require IMDSv2."
attacks = ["T1552.005", "T1078.004"]
false_positives = "Instances behind a proxy or a NAT of another account; addresses that the collected estate does not know yet."
window = "6h"
finding_types = ["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS", "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS"]

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"}]
address = [
  {address = "198.51.100.7", country = "NL", is_own = false, is_private = false, asn = 64500, as_name = "EXAMPLE"},
  {address = "203.0.113.1", is_own = true},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "203.0.113.77", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
]
address = []
expect = "hit"

# The address is the own NAT gateway.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "203.0.113.1", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"}]
address = [{address = "203.0.113.1", is_own = true}]
expect = "quiet"

# One address, and it is not known which are own: its own public one, probably.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
  {event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"},
]
address = []
expect = "quiet"

# Through a VPC endpoint.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "GetObject", source_ip = "10.0.0.5", vpc_endpoint_id = "vpce-1", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"}]
address = [{address = "203.0.113.1", is_own = true}]
expect = "quiet"

# A service on its behalf.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", invoked_by = "eks.amazonaws.com", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/i-0abcdef1234567890", session_name = "i-0abcdef1234567890", access_key_id = "ASIA1"}]
address = [{address = "203.0.113.1", is_own = true}]
expect = "quiet"

# The session is a person's.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", source_ip = "198.51.100.7", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
address = [{address = "203.0.113.1", is_own = true}]
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
    and regexp_matches(e.session_name, '^i-[0-9a-f]{8,17}$')
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
  c.session_arn || ' ' || c.source_ip || ' '
    || cast(date_trunc('day', c.event_time) as text) as act,
  c.account_id,
  max(c.aws_region) as region,
  max(coalesce(nullif(c.principal_arn, ''), c.session_arn)) as actor,
  c.session_arn as session,
  max(c.access_key_id) as access_key,
  c.source_ip as address,
  c.session_name as resource,
  'credentials of instance ' || c.session_name || ' were used from ' || c.source_ip
    || case
      when max(c.asn) in (7224, 8987, 14618, 16509) then ', inside AWS'
      when max(c.asn) > 0 then ', outside AWS (' || coalesce(max(c.as_name), '') || ')'
      else ''
    end as reason,
  count(*) as count,
  array_agg(c.event_id) as events,
  case when (select count(*) from facts.address where is_own) > 0 then 85 else 50 end as confidence
from call c
where (select count(*) from facts.address where is_own) > 0
  -- Where the own addresses are not known, one address may be the instance's; two are not.
  or exists (
    select 1
    from call o
    where o.session_arn = c.session_arn
      and o.account_id = c.account_id
      and o.source_ip <> c.source_ip
  )
group by c.account_id, c.session_arn, c.session_name, c.source_ip, date_trunc('day', c.event_time)

/*
title = "Credentials of an instance were used elsewhere"
severity = "high"
why = "The credentials of an instance's role belong on the instance. Used from another address, they were stolen: by a request that the instance was tricked into (SSRF), or by malware on it."
fix = "Revoke the sessions of the role (aws iam put-role-policy with AWSRevokeOlderSessions), require IMDSv2 on the instance, and isolate it."
attacks = ["T1552.005", "T1078.004"]
false_positives = "Traffic of the instance that leaves by an address that Ringwall does not know: a proxy or a VPN of the company (put it on a trusted list), a NAT gateway of an account that was not collected."
window = "1h"
finding_types = ["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS", "UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS"]
confidence = 75
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html"

[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_arn = "arn:aws:sts::111111111111:assumed-role/web/i-0123456789abcdef0", session_name = "i-0123456789abcdef0", access_key_id = "ASIAX", source_ip = "203.0.113.7", operation = "ListBuckets", event_source = "s3.amazonaws.com"}]
address = [{address = "203.0.113.7", is_private = false, is_own = false}]
expect = "hit"

# No estate is needed where the address is an exit of Tor.
[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_arn = "arn:aws:sts::111111111111:assumed-role/web/i-0123456789abcdef0", session_name = "i-0123456789abcdef0", access_key_id = "ASIAX", source_ip = "203.0.113.7", operation = "ListBuckets", event_source = "s3.amazonaws.com"}]
address = [{address = "203.0.113.7", is_private = false, is_tor = true}]
expect = "hit"

# The instance's own Elastic IP.
[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_name = "i-0123456789abcdef0", source_ip = "203.0.113.7", operation = "ListBuckets"}]
address = [{address = "203.0.113.7", is_private = false, is_own = true}]
expect = "quiet"

# Through a VPC endpoint of the organization.
[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_name = "i-0123456789abcdef0", source_ip = "10.0.0.5", vpc_endpoint_id = "vpce-1", operation = "ListBuckets"}]
address = [{address = "10.0.0.5", is_private = true, is_own = false}]
expect = "quiet"

# A service calls on the instance's behalf.
[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_name = "i-0123456789abcdef0", source_ip = "athena.amazonaws.com", invoked_by = "athena.amazonaws.com", operation = "GetObject"}]
expect = "quiet"

# There is no estate: nobody knows whose the address is.
[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_name = "i-0123456789abcdef0", source_ip = "203.0.113.7", operation = "ListBuckets"}]
address = [{address = "203.0.113.7", is_private = false}]
expect = "quiet"

# A session that a person opened.
[[example]]
cloudtrail = [{principal_arn = "arn:aws:iam::111111111111:role/web", session_name = "ann", source_ip = "203.0.113.7", operation = "ListBuckets"}]
address = [{address = "203.0.113.7", is_private = false, is_own = false}]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  e.session_arn || ' ' || e.source_ip || ' '
    || strftime(date_trunc('hour', e.event_time), '%Y-%m-%dT%H') as act,
  coalesce(e.account_id, '') as account_id,
  min(e.aws_region) as region,
  e.principal_arn as actor,
  e.principal_arn as resource,
  'credentials of ' || e.session_name || ' were used from ' || e.source_ip
    || coalesce(' (' || min(a.as_name) || ')', '') || ', which is no address of the organization: '
    || min(e.operation) as reason,
  e.session_arn as session,
  min(e.access_key_id) as access_key,
  e.source_ip as address,
  [min(e.event_id)] as events,
  [e.session_name] as entities,
  count(*) as count,
  count(distinct e.operation) as operations,
  min(a.country) as country,
  min(e.instance_role_delivery) as instance_role_delivery
from logs.cloudtrail e
join facts.address a
  on a.address = e.source_ip
where regexp_matches(e.session_name, '^i-([0-9a-f]{8}|[0-9a-f]{17})$')
  and e.invoked_by = ''
  and e.vpc_endpoint_id = ''
  and not a.is_private
  and not coalesce(a.is_trusted, false)
  and (a.is_own = false or a.is_tor or array_length(a.lists) > 0)
  and not coalesce(a.is_own, false)
group by
  e.session_arn, e.session_name, e.principal_arn, e.source_ip, e.account_id,
  date_trunc('hour', e.event_time)

/*
title = "Credentials of a function or task were used outside AWS"
severity = "high"
why = "Credentials in the environment of a function or container are for it alone. From outside AWS, somebody has read them."
fix = "Revoke the role's sessions (a policy with aws:TokenIssueTime), and look for what let the environment be read."
attacks = ["T1552.005", "T1078.004"]
false_positives = "Developers who copy the credentials of a function to their own machine."
window = "6h"
finding_types = ["UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS"]
confidence = 85

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/fn", session_arn = "arn:aws:sts::111111111111:assumed-role/fn/resize", session_name = "resize", access_key_id = "ASIA2"}]
lambda_function = [{arn = "arn:aws:lambda:eu-west-1:111111111111:function:resize", function_name = "resize", role = "arn:aws:iam::111111111111:role/fn"}]
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, asn = 64500, as_name = "EXAMPLE"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/task", session_arn = "arn:aws:sts::111111111111:assumed-role/task/0123456789abcdef0123456789abcdef", session_name = "0123456789abcdef0123456789abcdef"}]
lambda_function = []
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, asn = 64500}]
expect = "hit"

# An address of AWS.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/fn", session_arn = "arn:aws:sts::111111111111:assumed-role/fn/resize", session_name = "resize", access_key_id = "ASIA2"}]
lambda_function = [{arn = "arn:f", function_name = "resize", role = "arn:aws:iam::111111111111:role/fn"}]
address = [{address = "198.51.100.7", country = "US", is_own = false, is_private = false, asn = 16509}]
expect = "quiet"

# It is not known whose address it is.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "198.51.100.7", identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/fn", session_arn = "arn:aws:sts::111111111111:assumed-role/fn/resize", session_name = "resize", access_key_id = "ASIA2"}]
lambda_function = [{arn = "arn:f", function_name = "resize", role = "arn:aws:iam::111111111111:role/fn"}]
address = []
expect = "quiet"

# A person who has a role.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "ListBuckets", source_ip = "198.51.100.7", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
lambda_function = [{arn = "arn:f", function_name = "resize", role = "arn:aws:iam::111111111111:role/fn"}]
address = [{address = "198.51.100.7", country = "NL", is_own = false, is_private = false, asn = 64500}]
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
    and (
      regexp_matches(e.session_name, '^[0-9a-f]{32}$')
      or exists (
        select 1
        from estate.lambda_function f
        where f.role = e.principal_arn
          and f.function_name = e.session_name
      )
    )
    and a.asn not in (0, 7224, 8987, 14618, 16509)
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
    || cast(date_trunc('day', c.event_time) as text)
    || ' ' || hour(c.event_time) // 6 as act,
  c.account_id,
  max(c.aws_region) as region,
  max(coalesce(nullif(c.principal_arn, ''), c.session_arn)) as actor,
  c.session_arn as session,
  max(c.access_key_id) as access_key,
  c.source_ip as address,
  c.session_arn as resource,
  'credentials of ' || c.session_name || ' were used from ' || c.source_ip || ', outside AWS ('
    || coalesce(max(c.as_name), '') || ')' as reason,
  count(*) as count,
  array_agg(c.event_id) as events
from call c
group by c.account_id, c.session_arn, c.session_name, c.source_ip, date_trunc('day', c.event_time),
  hour(c.event_time) // 6

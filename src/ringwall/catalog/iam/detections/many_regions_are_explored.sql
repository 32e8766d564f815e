/*
title = "The same question was asked in many Regions by a long-term key"
severity = "medium"
why = "Whoever does not know where an account has its things asks everywhere. Those who work there know."
fix = "Ask the owner of the key. If it was not them, deactivate it."
attacks = ["T1580", "T1535"]
false_positives = "Inventory scripts with keys of users; give them a role."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-0", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-1", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-2", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-3", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-4", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-5", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-6", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-7", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-8", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-9", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# A role, as scanners have.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-0", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-1", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-2", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-3", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-4", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-5", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-6", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-7", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-8", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-9", access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
]
expect = "quiet"

# Two Regions.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-0", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-1", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-0", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-1", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-0", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-1", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-0", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-1", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-0", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeInstances", read_only = true, aws_region = "r-1", access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' '
    || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  '' as resource,
  'the same was asked in ' || cast(count(distinct aws_region) as text)
    || ' Regions within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where identity_type in ('IAMUser', 'Root')
  and access_key_id like 'AKIA%'
  and read_only
  and invoked_by = ''
  and identity_type not in ('AWSService', 'AWSAccount')
  and coalesce(principal_arn, '') not like '%:role/aws-service-role/%'
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(distinct aws_region) >= 10

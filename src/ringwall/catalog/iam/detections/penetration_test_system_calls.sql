/*
title = "Call came from a penetration-test system"
severity = "low"
why = "Kali, Parrot and Pentoo are made for attacks, and their clients say their name unless somebody changes it. It is a hint and no proof: who hides it is not seen here, and nothing is left out because of it."
fix = "Ask whether a penetration test runs. If not, treat the credentials as stolen."
attacks = ["T1078.004", "T1588.002"]
false_positives = "Penetration tests, and people who like the system."
window = "1h"
context = true
finding_types = ["PenTest:IAMUser/KaliLinux", "PenTest:IAMUser/ParrotLinux", "PenTest:IAMUser/PentooLinux"]
confidence = 40

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", user_agent = "aws-cli/2.15 Python/3.11 Linux/6.5.0-kali3-amd64 exe/x86_64.kali.2024", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Debian.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "DescribeInstances", user_agent = "aws-cli/2.15 Linux/6.1.0 exe/x86_64.debian.12", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# Objects are asked for: that is a detection of S3.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", operation = "ListObjects", request_parameters = {bucketName = "app"}, user_agent = "aws-cli/2.15 kali1-amd64", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# A name that has the word in it.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "RunInstances", user_agent = "kaliningrad-client", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
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
  'the client says that it runs on a system for penetration tests' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where (
    lower(user_agent) like '%kali%'
    or lower(user_agent) like '%parrot%'
    or lower(user_agent) like '%pentoo%'
  )
  and regexp_matches(user_agent, '(?i)[ ./-](kali|parrot|pentoo)[0-9]*[ ./-]?')
  and event_source <> 's3.amazonaws.com'
  and identity_type <> 'AWSService'
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)

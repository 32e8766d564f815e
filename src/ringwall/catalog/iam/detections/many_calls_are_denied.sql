/*
title = "Many different calls of one principal were denied"
severity = "medium"
why = "A program knows what it may do. Whoever is denied at ten different operations within an hour tries what a key can do."
fix = "Ask who it was. If nobody knows, take the credentials away."
attacks = ["T1580", "T1526", "T1087.004"]
false_positives = "The console of a person with few permissions: each page asks for much. Security scanners with too few permissions."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeA", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "rds.amazonaws.com", operation = "DescribeB", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "DescribeC", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "DescribeD", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeE", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "rds.amazonaws.com", operation = "DescribeF", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "DescribeG", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "DescribeH", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeI", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "rds.amazonaws.com", operation = "DescribeJ", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "hit"

# One service, as a page of the console asks.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeA", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeB", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeC", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeD", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeE", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeF", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeG", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeH", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeI", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeJ", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"

# One call, many times.
[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "GetObject", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"

# It was allowed.
[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", operation = "DescribeA", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "rds.amazonaws.com", operation = "DescribeB", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "DescribeC", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "DescribeD", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeE", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "rds.amazonaws.com", operation = "DescribeF", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "iam.amazonaws.com", operation = "DescribeG", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "s3.amazonaws.com", operation = "DescribeH", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "ec2.amazonaws.com", operation = "DescribeI", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "rds.amazonaws.com", operation = "DescribeJ", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
]
expect = "quiet"

# Services that run for a principal.
[[example]]
cloudtrail = [
  {event_source = "svcA.amazonaws.com", operation = "DescribeA", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svcB.amazonaws.com", operation = "DescribeB", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svcC.amazonaws.com", operation = "DescribeC", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svcD.amazonaws.com", operation = "DescribeD", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svcE.amazonaws.com", operation = "DescribeE", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svcF.amazonaws.com", operation = "DescribeF", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svcG.amazonaws.com", operation = "DescribeG", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svcH.amazonaws.com", operation = "DescribeH", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svcI.amazonaws.com", operation = "DescribeI", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
  {event_source = "svcJ.amazonaws.com", operation = "DescribeJ", error_code = "AccessDenied", invoked_by = "config.amazonaws.com", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"},
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
  cast(count(distinct operation) as text) || ' different operations in '
    || cast(count(distinct event_source) as text)
      || ' services were denied within an hour' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where error_code <> ''
  and regexp_matches(error_code, 'AccessDenied|Unauthorized')
  and invoked_by = ''
  and identity_type not in ('AWSService', 'AWSAccount')
  and coalesce(principal_arn, '') not like '%:role/aws-service-role/%'
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('hour', event_time)
having count(distinct event_source || operation) >= 10
  and count(distinct event_source) >= 3

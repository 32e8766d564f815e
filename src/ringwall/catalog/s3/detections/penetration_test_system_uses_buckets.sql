/*
title = "Buckets were used from a system for penetration tests"
severity = "low"
why = "The user agent says that the caller runs Kali, Parrot or Pentoo Linux, which are made for attacks. A caller that hides says something else, so it weighs little by itself."
fix = "Ask the owner of the credentials. Rotate them where no test is known."
attacks = ["T1619", "T1530"]
false_positives = "Penetration tests that were ordered. It follows GuardDuty's finding types, which look at the user agent alone."
finding_types = ["PenTest:S3/KaliLinux", "PenTest:S3/ParrotLinux", "PenTest:S3/PentooLinux"]
confidence = 50
window = "1h"
context = true

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices"}, user_agent = "aws-cli/2.9 Python/3.9 Linux/6.0.0-kali3-amd64", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices"}, user_agent = "aws-cli/2.9 Python/3.9 Linux/6.0.0-amd64"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), source_ip, date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(max(json_extract_string(request_parameters, '$.bucketName')), '') as resource,
  concat_ws(
    ' ', count(*), case when count(*) = 1 then 'request to S3 came from a system for penetration tests at' else 'requests to S3 came from a system for penetration tests at' end, source_ip
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  source_ip as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and regexp_matches(lower(user_agent), 'kali|parrot|pentoo')
group by
  account_id,
  coalesce(principal_arn, session_arn),
  source_ip,
  date_trunc('hour', event_time)

/*
title = "Trail was created"
severity = "low"
why = "A second trail can copy all events to somebody else's bucket. CIS asks for a count of all changes of trails."
fix = "Look at whose the bucket is: aws cloudtrail get-trail. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1530", "T1562.008"]
false_positives = "Set-up of accounts."
confidence = 20
trial = true

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "CreateTrail", request_parameters = {name = "second", s3BucketName = "elsewhere"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It failed.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "CreateTrail", request_parameters = {name = "second"}, error_code = "InsufficientS3BucketPolicyException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  coalesce(json_extract_string(request_parameters, '$.name'), '') as resource,
  'trail ' || coalesce(json_extract_string(request_parameters, '$.name'), '') || ' was created'
    || coalesce(
      ', and writes to ' || json_extract_string(request_parameters, '$.s3BucketName'),
      ''
    ) as reason
from logs.cloudtrail
where event_source = 'cloudtrail.amazonaws.com'
  and operation = 'CreateTrail'
  and error_code = ''

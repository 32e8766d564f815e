/*
title = "CloudTrail trail was sent to another bucket"
severity = "high"
why = "A trail whose bucket changes goes on as if nothing had happened, and those who watch the old bucket see no more events."
fix = "aws cloudtrail update-trail --name TRAIL_ARN --s3-bucket-name OLD_BUCKET. Find out whose the new bucket is. Write down the caller and its other calls of the hour, and take its credentials away if nobody planned it."
attacks = ["T1562.008", "T1537"]
false_positives = "The move to a log archive account, which changes all trails on one day."

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "UpdateTrail", request_parameters = {name = "main", s3BucketName = "elsewhere"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
cloudtrail_trail = [{trail_name = "main", trail_arn = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main", s3_bucket_name = "org-logs"}]
expect = "hit"

# The bucket is named, and is the one that it was.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "UpdateTrail", request_parameters = {name = "main", s3BucketName = "org-logs"}}]
cloudtrail_trail = [{trail_name = "main", trail_arn = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main", s3_bucket_name = "org-logs"}]
expect = "quiet"

# Other settings alone.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "UpdateTrail", request_parameters = {name = "main", isMultiRegionTrail = true}}]
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
  'trail ' || coalesce(json_extract_string(request_parameters, '$.name'), '')
    || ' writes to bucket ' || json_extract_string(request_parameters, '$.s3BucketName')
    || ', which no trail used before' as reason,
  case when (select count(*) from estate.cloudtrail_trail) > 0 then 85 else 40 end as confidence
from logs.cloudtrail
where event_source = 'cloudtrail.amazonaws.com'
  and operation = 'UpdateTrail'
  and error_code = ''
  and json_extract_string(request_parameters, '$.s3BucketName') <> ''
  and not exists (
    select 1
    from estate.cloudtrail_trail t
    where t.s3_bucket_name = json_extract_string(request_parameters, '$.s3BucketName')
  )

/*
title = "Bucket was made a website"
severity = "low"
why = "A website endpoint serves objects to the internet over plain HTTP, and may send visitors elsewhere."
fix = "aws s3api delete-bucket-website, unless it is meant."
attacks = ["T1530", "T1608"]
false_positives = "Websites that are meant."
confidence = 30
context = true

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketWebsite", request_parameters = {bucketName = "invoices", WebsiteConfiguration = {IndexDocument = {Suffix = "index.html"}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetBucketWebsite", request_parameters = {bucketName = "invoices"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as resource,
  concat_ws(
    ' ',
    'Bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'was made a website'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name = 'PutBucketWebsite'
  and error_code = ''

/*
title = "Versioning of a bucket was suspended"
severity = "medium"
why = "Without versions, what is overwritten or deleted is gone. It is the step before data is destroyed or encrypted for ransom."
fix = "aws s3api put-bucket-versioning --bucket NAME --versioning-configuration Status=Enabled. Look for deletions and copies in the bucket since."
attacks = ["T1490", "T1485"]
false_positives = "Suspending versions to save cost on a cache or scratch bucket."
confidence = 75

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketVersioning", request_parameters = {bucketName = "invoices", VersioningConfiguration = {Status = "Suspended"}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketVersioning", request_parameters = {bucketName = "invoices", VersioningConfiguration = {Status = "Enabled", MfaDelete = "Disabled"}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketVersioning", request_parameters = {bucketName = "invoices", VersioningConfiguration = {Status = "Enabled"}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketVersioning", request_parameters = {bucketName = "invoices", VersioningConfiguration = {Status = "Suspended"}}, error_code = "AccessDenied"}]
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
    'Versioning or MFA delete of bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'was turned off'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name = 'PutBucketVersioning'
  and error_code = ''
  and (
    json_extract_string(
      request_parameters,
      '$.VersioningConfiguration.Status'
    ) in ('Suspended', 'Disabled')
    or json_extract_string(request_parameters, '$.VersioningConfiguration.MfaDelete') = 'Disabled'
  )

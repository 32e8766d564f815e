/*
title = "Object lock was weakened or bypassed"
severity = "high"
why = "Object lock keeps backups and logs from being deleted. Who removes the default retention, ends a legal hold or bypasses governance mode can delete them."
fix = "Put the retention back, prefer compliance mode, and take s3:BypassGovernanceRetention away from the principal."
attacks = ["T1490", "T1485"]
false_positives = "A legal hold that ends with its case. The people who may bypass governance are few, and known."
confidence = 75

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObjectLockConfiguration", request_parameters = {bucketName = "invoices", ObjectLockConfiguration = {ObjectLockEnabled = "Enabled"}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "k", versionId = "v", x-amz-bypass-governance-retention = "true"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObjectLockConfiguration", request_parameters = {bucketName = "invoices", ObjectLockConfiguration = {ObjectLockEnabled = "Enabled", Rule = {DefaultRetention = {Mode = "COMPLIANCE", Days = 30}}}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "k"}}]
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
    event_name,
    'weakened the object lock of bucket',
    json_extract_string(request_parameters, '$.bucketName')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name in (
    'PutObjectLockConfiguration',
    'PutObjectRetention',
    'PutObjectLegalHold',
    'DeleteObject'
  )
  and error_code = ''
  and (
    (
      event_name = 'PutObjectLockConfiguration'
      and not regexp_matches(request_parameters, '"DefaultRetention"')
    )
    or (
      event_name = 'PutObjectLegalHold'
      and regexp_matches(request_parameters, '"Status": ?"OFF"')
    )
    or regexp_matches(
      request_parameters,
      '"x-amz-bypass-governance-retention": ?\[?"?[tT]rue'
    )
  )

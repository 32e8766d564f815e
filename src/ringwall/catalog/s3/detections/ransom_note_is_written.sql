/*
title = "Object with the name of a ransom note was written"
severity = "high"
why = "Who encrypts or deletes the objects of a bucket for money leaves a note that says where to pay."
fix = "Cut off the principal. Look for objects that were changed or deleted since it came, and restore them from versions or backups."
attacks = ["T1486", "T1485"]
false_positives = "A sample for training or for tests; an article about ransomware."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "2026/HOW_TO_DECRYPT_FILES.txt"}, principal_arn = "arn:aws:iam::111111111111:user/mallory"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "!!!RESTORE-MY-DATA!!!.html"}, principal_arn = "arn:aws:iam::111111111111:user/mallory"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "invoices", key = "reports/quarterly-report.pdf"}}]
expect = "quiet"

# A page of the manual.
[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", request_parameters = {bucketName = "docs", key = "manual/how_to_restore_a_backup.html"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutObject", error_code = "AccessDenied", request_parameters = {bucketName = "invoices", key = "HOW_TO_DECRYPT_FILES.txt"}}]
expect = "quiet"
*/
with written as (
  select
    *,
    coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as bucket,
    json_extract_string(request_parameters, '$.key') as key
  from logs.cloudtrail
  where event_source = 's3.amazonaws.com'
    and event_name in ('PutObject', 'CopyObject')
    and error_code = ''
)
select
  min(event_time) as at,
  concat_ws(
    ' ',
    coalesce(principal_arn, session_arn),
    bucket,
    date_trunc('hour', event_time)
  ) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  bucket as resource,
  'ransom note ' || left(min(key), 200) || ' was written to bucket ' || bucket as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from written
where regexp_matches(
    lower(key),
    '(^|/)[^/]*(how[-_ ]?to[-_ ]?(decrypt|recover[-_ ]?(your|my)?[-_ ]?(files?|data))|(decrypt|recover|restore|return)[-_ ](your|my|all)[-_ ](files?|data)|(your|all)[-_ ](files?|data)[-_ ](are|is|have|has)[-_ ](been[-_ ])?(encrypted|stolen|deleted)|files?[-_ ]encrypted|ransom[-_ ]?note|decrypt[-_ ]?(instructions?|info|me|help)|readme[-_ ]?(to[-_ ])?(decrypt|recover|ransom))[^/]*[.](txt|html?|hta|md|png|jpe?g|bmp|rtf|url)$'
  )
group by
  account_id,
  coalesce(principal_arn, session_arn),
  bucket,
  date_trunc('hour', event_time)

/*
title = "Replication of a bucket was removed"
severity = "low"
why = "Replicas are what is left when the objects are deleted or encrypted. Attackers remove replication first."
fix = "Put the replication back, and look for deletions in the bucket since."
attacks = ["T1490"]
false_positives = "A bucket that is moved or retired, usually followed by its deletion."
confidence = 50

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteBucketReplication", request_parameters = {bucketName = "invoices"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteBucketReplication", request_parameters = {bucketName = "invoices"}, error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketReplication", request_parameters = {bucketName = "invoices"}}]
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
    'The replication of bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'was removed'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name = 'DeleteBucketReplication'
  and error_code = ''

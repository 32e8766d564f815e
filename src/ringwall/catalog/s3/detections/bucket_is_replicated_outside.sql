/*
title = "Bucket is replicated to a foreign account"
severity = "high"
why = "Replication copies each new object, and with a batch job the old ones, to a bucket of somebody else, without one call that reads the data."
fix = "aws s3api delete-bucket-replication --bucket NAME. Look which objects were replicated since, and at the role that replication uses."
attacks = ["T1537", "T1020"]
false_positives = "A backup or an archive at a partner whose account is not known: state it as an exception."
confidence = 85

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketReplication", request_parameters = {bucketName = "invoices", ReplicationConfiguration = {Role = "r", Rule = {ID = "x", Destination = {Account = "999999999999", Bucket = "arn:aws:s3:::other"}}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketReplication", request_parameters = {bucketName = "invoices", ReplicationConfiguration = {Role = "r", Rule = [{Destination = {Account = "111111111111", Bucket = "arn:aws:s3:::mine"}}]}}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketReplication", request_parameters = {bucketName = "invoices", ReplicationConfiguration = {Rule = {Destination = {Bucket = "arn:aws:s3:::mine"}}}}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
with target as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    json_extract_string(request_parameters, '$.bucketName') as bucket,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.ReplicationConfiguration'), ''),
        '"Account": ?"?([0-9]{12})',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 's3.amazonaws.com'
    and event_name = 'PutBucketReplication'
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(bucket, '') as resource,
  concat_ws(' ', 'Bucket', bucket, 'is replicated to the foreign account', receiver) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from target
where receiver not in (select account_id from facts.own_account)

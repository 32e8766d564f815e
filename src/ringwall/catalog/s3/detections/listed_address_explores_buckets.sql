/*
title = "Buckets were explored from an address of a threat list"
severity = "medium"
why = "Listing buckets, their policies and objects is the step before data is stolen, and the address is known for attacks."
fix = "Rotate the credentials, end the sessions of the role, and look at all that came from the address."
attacks = ["T1619", "T1580"]
false_positives = "Researchers and scanners that you know: put their addresses on a trusted list. Lists age; see since when the address is on it."
window = "1h"
finding_types = ["Discovery:S3/MaliciousIPCaller", "Discovery:S3/MaliciousIPCaller.Custom"]
confidence = 75

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "ListBuckets", request_parameters = {bucketName = "invoices"}, source_ip = "203.0.113.7", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
address = [{address = "203.0.113.7", lists = ["example"]}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "ListBuckets", request_parameters = {bucketName = "invoices"}, source_ip = "203.0.113.7"}]
address = [{address = "203.0.113.7", lists = []}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices"}, source_ip = "203.0.113.7"}]
address = [{address = "203.0.113.7", lists = ["example"]}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "ListBuckets", request_parameters = {bucketName = "invoices"}, source_ip = "203.0.113.7"}]
address = [{address = "203.0.113.7", lists = ["example"], is_trusted = true}]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  concat_ws(
    ' ',
    coalesce(e.principal_arn, e.session_arn),
    e.source_ip,
    date_trunc('hour', e.event_time)
  ) as act,
  e.account_id,
  min(e.aws_region) as region,
  coalesce(e.principal_arn, e.session_arn) as actor,
  coalesce(max(json_extract_string(e.request_parameters, '$.bucketName')), '') as resource,
  concat_ws(
    ' ',
    count(*),
    case when count(*) = 1 then 'request that explores buckets came from' else 'requests that explore buckets came from' end,
    e.source_ip,
    'which is on',
    max(array_to_string(a.lists, ', '))
  ) as reason,
  max(e.session_arn) as session,
  max(e.access_key_id) as access_key,
  e.source_ip as address,
  [arg_min(e.event_id, e.event_time), arg_max(e.event_id, e.event_time)] as events,
  count(*) as count
from logs.cloudtrail e
join facts.address a on a.address = e.source_ip
where e.event_source = 's3.amazonaws.com'
  and array_length(a.lists) > 0
  and not coalesce(a.is_trusted, false)
  and e.event_name in (
    'ListBuckets', 'ListBucket', 'ListObjects',
    'ListObjectsV2', 'ListObjectVersions', 'GetBucketAcl',
    'GetBucketPolicy', 'GetBucketLocation', 'GetBucketVersioning',
    'GetBucketReplication', 'GetBucketPublicAccessBlock', 'GetAccountPublicAccessBlock',
    'HeadBucket', 'HeadObject', 'GetObjectAcl',
    'GetObjectTagging'
  )
group by
  e.account_id,
  coalesce(e.principal_arn, e.session_arn),
  e.source_ip,
  date_trunc('hour', e.event_time)

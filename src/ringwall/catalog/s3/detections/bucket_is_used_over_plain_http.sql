/*
title = "Bucket was used over plain HTTP"
severity = "low"
why = "What travels without TLS can be read and changed on the way."
fix = "Deny requests without TLS by the policy of the bucket (aws:SecureTransport)."
attacks = ["T1557", "T1040"]
false_positives = "Public websites on website endpoints."
window = "1h"
confidence = 40
context = true

[[example]]
s3_access = [{bucket = "b", client_address = "203.0.113.7", operation = "REST.PUT.OBJECT", status = 200}]
expect = "hit"

[[example]]
s3_access = [{bucket = "b", client_address = "203.0.113.7", operation = "REST.PUT.OBJECT", status = 200, tls_version = "TLSv1.3"}]
expect = "quiet"

[[example]]
s3_access = [{bucket = "b", requester = "AmazonS3", operation = "S3.CREATE.DELETEMARKER"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', bucket, client_address, date_trunc('hour', event_time)) as act,
  account_id,
  coalesce(min(aws_region), '') as region,
  max(requester) as actor,
  bucket as resource,
  concat_ws(' ', count(*), case when count(*) = 1 then 'request to bucket' else 'requests to bucket' end, bucket, 'came over plain HTTP') as reason,
  client_address as address,
  [arg_min(request_id, event_time), arg_max(request_id, event_time)] as events,
  count(*) as count
from logs.s3_access
where tls_version = ''
  and status between 200 and 299
  and client_address <> ''
  and operation like 'REST.%'
group by
  account_id,
  bucket,
  client_address,
  date_trunc('hour', event_time)

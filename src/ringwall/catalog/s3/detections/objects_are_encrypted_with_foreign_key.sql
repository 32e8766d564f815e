/*
title = "Objects were encrypted again with a foreign key"
severity = "critical"
why = "An object that is copied onto itself with a key of another account can be read only as long as that account allows it. It is ransomware without malware."
fix = "Cut off the principal now. Restore from versions (the earlier version has the earlier key), replicas or backups."
attacks = ["T1486"]
false_positives = "A migration to a key in an account of yours that is not known: add the account to the estate."
window = "1h"
confidence = 90

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "invoices", key = "a", x-amz-copy-source = "invoices/a", x-amz-server-side-encryption-aws-kms-key-id = "arn:aws:kms:eu-west-1:999999999999:key/1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "invoices", key = "a", x-amz-copy-source = "invoices/a", x-amz-server-side-encryption-aws-kms-key-id = "arn:aws:kms:eu-west-1:111111111111:key/1"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "CopyObject", request_parameters = {bucketName = "invoices", key = "a", x-amz-copy-source = "other/a", x-amz-server-side-encryption-aws-kms-key-id = "arn:aws:kms:eu-west-1:999999999999:key/1"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(
    ' ',
    coalesce(principal_arn, session_arn),
    json_extract_string(request_parameters, '$.bucketName'),
    date_trunc('hour', event_time)
  ) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as resource,
  concat_ws(
    ' ',
    count(*),
    case when count(*) = 1 then 'object of bucket' else 'objects of bucket' end,
    json_extract_string(request_parameters, '$.bucketName'),
    case when count(*) = 1 then 'was' else 'were' end,
    'encrypted again with a key of a foreign account'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name = 'CopyObject'
  and error_code = ''
  and regexp_extract(
    request_parameters,
    '"x-amz-server-side-encryption-aws-kms-key-id": ?"arn:[^"]*:kms:[^":]*:([0-9]{12}):',
    1
  ) <> ''
  and regexp_extract(
    request_parameters,
    '"x-amz-server-side-encryption-aws-kms-key-id": ?"arn:[^"]*:kms:[^":]*:([0-9]{12}):',
    1
  ) not in (select account_id from facts.own_account)
  and starts_with(
    ltrim(json_extract_string(request_parameters, '$."x-amz-copy-source"'), '/'),
    json_extract_string(request_parameters, '$.bucketName') || '/'
  )
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time),
  json_extract_string(request_parameters,
  '$.bucketName')
having count(*) > 0

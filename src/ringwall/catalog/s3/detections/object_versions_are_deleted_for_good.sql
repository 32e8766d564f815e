/*
title = "Many versions of objects were deleted for good"
severity = "high"
why = "Who names a version when deleting wants that the data cannot be restored."
fix = "Cut off the principal where nobody knows of it. Restore from replicas and backups; use object lock for what must stay."
attacks = ["T1485", "T1490"]
false_positives = "A script that empties a versioned bucket before it is deleted."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "0", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "1", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "2", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "3", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "4", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "5", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "6", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "7", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "8", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "9", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "10", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "11", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "12", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "13", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "14", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "15", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "16", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "17", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "18", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "19", versionId = "v"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "0"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "1"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "2"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "3"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "4"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "5"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "6"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "7"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "8"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "9"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "10"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "11"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "12"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "13"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "14"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "15"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "16"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "17"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "18"}},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "19"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "0", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "1", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "2", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "3", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "4", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "5", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "6", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "7", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "8", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "9", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "10", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "11", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "12", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "13", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "14", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "15", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "16", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "17", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "18", versionId = "v"}, error_code = "AccessDenied"},
  {event_source = "s3.amazonaws.com", event_name = "DeleteObject", request_parameters = {bucketName = "invoices", key = "19", versionId = "v"}, error_code = "AccessDenied"},
]
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
    'versions of objects of bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'were deleted for good within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name = 'DeleteObject'
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.versionId') <> ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time),
  json_extract_string(request_parameters,
  '$.bucketName')
having count(*) >= 20

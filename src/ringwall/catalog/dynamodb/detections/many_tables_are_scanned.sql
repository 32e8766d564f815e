/*
title = "Many tables were scanned"
severity = "medium"
why = "An application reads its own tables by key. Who scans one table after the other copies the data."
fix = "Ask the owner of the principal; limit its permissions to its tables."
attacks = ["T1530", "T1213.006"]
false_positives = "Backup and migration scripts."
window = "1h"
confidence = 55

[[example]]
cloudtrail = [
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t3"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t4"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t5"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t6"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t7"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t8"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t9"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Scan", request_parameters = {tableName = "t"}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t0"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t1"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t2"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t3"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t4"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t5"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t6"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t7"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t8"}},
  {event_source = "dynamodb.amazonaws.com", event_name = "Query", request_parameters = {tableName = "t9"}},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(
    ' ',
    count(distinct json_extract_string(request_parameters, '$.tableName')),
    'tables were scanned within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'dynamodb.amazonaws.com'
  and event_name in ('Scan', 'ExecuteStatement')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct json_extract_string(request_parameters, '$.tableName')) >= 10

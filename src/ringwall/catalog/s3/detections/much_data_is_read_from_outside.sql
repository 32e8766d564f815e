/*
title = "Much data of a bucket was read from outside"
severity = "medium"
why = "Data that leaves in bulk, to an address that is not the organization's, is what the theft of a bucket looks like."
fix = "Ask the owner of the principal. Cut off the session and rotate the key where nobody knows of it."
attacks = ["T1530", "T1567"]
false_positives = "Laptops of data scientists, partners, backup jobs outside AWS. Tell Ringwall your own addresses."
window = "1h"
finding_types = ["Exfiltration:S3/AnomalousBehavior"]
confidence = 45

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices", key = "0"}, source_ip = "203.0.113.7", additional_event_data = {bytesTransferredOut = 6000000000.0}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices", key = "1"}, source_ip = "203.0.113.7", additional_event_data = {bytesTransferredOut = 6000000000.0}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices", key = "0"}, source_ip = "203.0.113.7", additional_event_data = {bytesTransferredOut = 1000}},
  {event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices", key = "1"}, source_ip = "203.0.113.7", additional_event_data = {bytesTransferredOut = 1000}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices", key = "0"}, source_ip = "203.0.113.7", additional_event_data = {bytesTransferredOut = 6000000000}},
  {event_source = "s3.amazonaws.com", event_name = "GetObject", request_parameters = {bucketName = "invoices", key = "1"}, source_ip = "203.0.113.7", additional_event_data = {bytesTransferredOut = 6000000000}},
]
address = [{address = "203.0.113.7", is_own = true}]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  concat_ws(' ', coalesce(e.principal_arn, e.session_arn), e.source_ip, json_extract_string(
    e.request_parameters,
    '$.bucketName'
  ),
  date_trunc('hour', e.event_time)) as act,
  e.account_id,
  min(e.aws_region) as region,
  coalesce(e.principal_arn, e.session_arn) as actor,
  coalesce(json_extract_string(e.request_parameters, '$.bucketName'), '') as resource,
  concat_ws(
    ' ',
    cast(
      round(
        sum(
          coalesce(
            try_cast(
              json_extract_string(e.additional_event_data, '$.bytesTransferredOut') as double
            ),
            0
          )
        ) / 1000000000
      ) as bigint
    ),
    'GB of bucket',
    json_extract_string(e.request_parameters, '$.bucketName'),
    'were read from',
    e.source_ip,
    'within an hour'
  ) as reason,
  max(e.session_arn) as session,
  max(e.access_key_id) as access_key,
  e.source_ip as address,
  [arg_min(e.event_id, e.event_time), arg_max(e.event_id, e.event_time)] as events,
  count(*) as count
from logs.cloudtrail e
left join facts.address a on a.address = e.source_ip
where e.event_source = 's3.amazonaws.com'
  and e.event_name = 'GetObject'
  and e.error_code = ''
  and e.invoked_by = ''
  and e.vpc_endpoint_id = ''
  and regexp_matches(e.source_ip, '^[0-9a-fA-F.:]+$')
  and not coalesce(a.is_own, false)
  and not coalesce(a.is_private, false)
  and not coalesce(a.is_trusted, false)
group by
  e.account_id,
  coalesce(e.principal_arn, e.session_arn),
  e.source_ip,
  json_extract_string(e.request_parameters, '$.bucketName'),
  date_trunc('hour', e.event_time)
having sum(
  coalesce(
    try_cast(json_extract_string(e.additional_event_data, '$.bytesTransferredOut') as double),
    0
  )
) >= 10000000000

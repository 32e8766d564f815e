/*
title = "Table was exported to a foreign account"
severity = "high"
why = "The whole table is written to a bucket of somebody else, without reading one item."
fix = "Find out who owns the account. Take the data as stolen where nobody knows it."
attacks = ["T1537", "T1530"]
false_positives = "Partners that get data on purpose."
confidence = 85

[[example]]
cloudtrail = [{event_source = "dynamodb.amazonaws.com", event_name = "ExportTableToPointInTime", request_parameters = {tableArn = "t", s3Bucket = "b", s3BucketOwner = "999999999999"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "dynamodb.amazonaws.com", event_name = "ExportTableToPointInTime", request_parameters = {tableArn = "t", s3Bucket = "b", s3BucketOwner = "111111111111"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "dynamodb.amazonaws.com", event_name = "ExportTableToPointInTime", request_parameters = {tableArn = "t", s3Bucket = "b"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
with given as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    coalesce(json_extract_string(request_parameters, '$.tableArn'), '') as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.s3BucketOwner'), ''),
        '([0-9]{12})',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'dynamodb.amazonaws.com'
    and event_name = 'ExportTableToPointInTime'
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(
    ' ',
    'Table',
    target,
    'is exported to a bucket of the foreign account',
    receiver
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)

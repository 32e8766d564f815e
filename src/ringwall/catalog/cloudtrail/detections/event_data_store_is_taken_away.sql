/*
title = "CloudTrail Lake event data store was stopped or deleted"
severity = "high"
why = "An event data store keeps events for years of queries. Stopped, it misses what follows; deleted, it takes the past with it."
fix = "aws cloudtrail restore-event-data-store within seven days, or start-event-data-store-ingestion. Write down the caller and its other calls of the hour, and take its credentials away if nobody planned it."
attacks = ["T1562.008", "T1070"]
false_positives = "Stores that are replaced by Security Lake or CloudWatch."

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "StopEventDataStoreIngestion", request_parameters = {eventDataStore = "arn:aws:cloudtrail:eu-west-1:111111111111:eventdatastore/1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "UpdateEventDataStore", request_parameters = {eventDataStore = "eds", terminationProtectionEnabled = false}}]
expect = "hit"

# The store is given a longer retention.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "UpdateEventDataStore", request_parameters = {eventDataStore = "eds", retentionPeriod = 2557}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "DeleteEventDataStore", request_parameters = {eventDataStore = "eds"}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  coalesce(json_extract_string(request_parameters, '$.eventDataStore'), '') as resource,
  'event data store ' || coalesce(json_extract_string(request_parameters, '$.eventDataStore'), '')
    || case
    when operation = 'UpdateEventDataStore' then ' can be deleted now'
    when operation = 'DeleteEventDataStore' then ' was deleted'
    else ' takes no more events'
  end as reason
from logs.cloudtrail
where event_source = 'cloudtrail.amazonaws.com'
  and operation in ('DeleteEventDataStore', 'StopEventDataStoreIngestion', 'UpdateEventDataStore')
  and error_code = ''
  and (
    operation <> 'UpdateEventDataStore'
    or json_extract_string(request_parameters, '$.terminationProtectionEnabled') = 'false'
  )

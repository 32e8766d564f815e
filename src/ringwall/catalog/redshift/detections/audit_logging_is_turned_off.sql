/*
title = "Audit logging of a data warehouse was turned off"
severity = "medium"
why = "Queries and logins are no longer recorded."
fix = "aws redshift enable-logging."
attacks = ["T1562.008"]
false_positives = "A move of the logs to another place."
confidence = 75

[[example]]
cloudtrail = [{event_source = "redshift.amazonaws.com", event_name = "DisableLogging", request_parameters = {clusterIdentifier = "c"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "redshift.amazonaws.com", event_name = "EnableLogging", request_parameters = {clusterIdentifier = "c"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.clusterIdentifier'), '') as resource,
  concat_ws(
    ' ',
    'Audit logging of cluster',
    json_extract_string(request_parameters, '$.clusterIdentifier'),
    'was turned off'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'redshift.amazonaws.com'
  and event_name = 'DisableLogging'
  and error_code = ''

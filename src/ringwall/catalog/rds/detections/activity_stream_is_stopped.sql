/*
title = "Activity stream of a database was stopped"
severity = "high"
why = "The stream records what is done in the database, for those who watch its administrators. Without it a theft is not seen."
fix = "aws rds start-activity-stream for the cluster."
attacks = ["T1562.008"]
false_positives = "Maintenance that is announced."
confidence = 75

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "StopActivityStream", request_parameters = {resourceArn = "arn:aws:rds:eu-west-1:111111111111:cluster:c"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "StartActivityStream", request_parameters = {resourceArn = "a"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "StopActivityStream", request_parameters = {resourceArn = "a"}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.resourceArn'), '') as resource,
  concat_ws(
    ' ',
    'The activity stream of',
    json_extract_string(request_parameters, '$.resourceArn'),
    'was stopped'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name = 'StopActivityStream'
  and error_code = ''

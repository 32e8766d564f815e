/*
title = "Point-in-time recovery of a table was turned off"
severity = "medium"
why = "It deletes the backups of the last 35 days at once: the step before the table is destroyed."
fix = "aws dynamodb update-continuous-backups to turn it on again. Look at what happened to the table since."
attacks = ["T1490"]
false_positives = "Infrastructure as code that changes the setting."
confidence = 65

[[example]]
cloudtrail = [{event_source = "dynamodb.amazonaws.com", event_name = "UpdateContinuousBackups", request_parameters = {tableName = "t", pointInTimeRecoverySpecification = {pointInTimeRecoveryEnabled = false}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "dynamodb.amazonaws.com", event_name = "UpdateContinuousBackups", request_parameters = {tableName = "t", pointInTimeRecoverySpecification = {pointInTimeRecoveryEnabled = true}}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.tableName'), '') as resource,
  concat_ws(
    ' ',
    'Point-in-time recovery of table',
    json_extract_string(request_parameters, '$.tableName'),
    'was turned off'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'dynamodb.amazonaws.com'
  and event_name = 'UpdateContinuousBackups'
  and error_code = ''
  and json_extract_string(
    request_parameters,
    '$.pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled'
  ) = 'false'

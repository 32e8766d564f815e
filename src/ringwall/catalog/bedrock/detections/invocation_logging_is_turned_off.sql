/*
title = "Logging of model invocations was turned off"
severity = "high"
why = "Who uses models at your cost turns the logging off first, so that prompts and answers are not kept."
fix = "aws bedrock put-model-invocation-logging-configuration. Look at the invocations since in CloudTrail."
attacks = ["T1562.008"]
false_positives = "Changes of where logs go are made by Put with a target, and are not reported."
finding_types = ["DefenseEvasion:IAMUser/BedrockLoggingDisabled"]
confidence = 85

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "DeleteModelInvocationLoggingConfiguration", request_parameters = {}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "PutModelInvocationLoggingConfiguration", request_parameters = {loggingConfig = {textDataDeliveryEnabled = false}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "PutModelInvocationLoggingConfiguration", request_parameters = {loggingConfig = {s3Config = {bucketName = "b"}}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "bedrock.amazonaws.com", event_name = "DeleteModelInvocationLoggingConfiguration", request_parameters = {}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  account_id || ' ' || aws_region as resource,
  concat_ws(' ', 'The logging of model invocations in', aws_region, 'was turned off') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'bedrock.amazonaws.com'
  and event_name in (
    'DeleteModelInvocationLoggingConfiguration',
    'PutModelInvocationLoggingConfiguration'
  )
  and error_code = ''
  and (
    event_name = 'DeleteModelInvocationLoggingConfiguration'
    or not regexp_matches(request_parameters, '"(s3Config|cloudWatchConfig)"')
  )

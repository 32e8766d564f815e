/*
title = "Settings of Session Manager were changed"
severity = "medium"
why = "The document says where sessions are logged, as whom they run and how long. Attackers stop the logging first."
fix = "Compare it with the version before: aws ssm get-document --name SSM-SessionManagerRunShell --document-version N."
attacks = ["T1562.008"]
false_positives = "Administrators who set the logging up."
confidence = 60

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "UpdateDocument", request_parameters = {name = "SSM-SessionManagerRunShell", content = "{}"}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "UpdateDocument", request_parameters = {name = "setup"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "UpdateDocument", request_parameters = {name = "SSM-SessionManagerRunShell"}, error_code = "DuplicateDocumentContent"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce('SSM-SessionManagerRunShell', '') as resource,
  concat_ws(' ', event_name, 'changed how sessions are logged and encrypted') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ssm.amazonaws.com'
  and event_name in ('UpdateDocument', 'DeleteDocument')
  and error_code = ''
  and json_extract_string(request_parameters, '$.name') = 'SSM-SessionManagerRunShell'

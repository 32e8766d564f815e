/*
title = "Start script of notebooks was changed"
severity = "medium"
why = "The script runs as root each time that a notebook starts, with its role: a way to stay."
fix = "Read the script: aws sagemaker describe-notebook-instance-lifecycle-config."
attacks = ["T1546", "T1059"]
false_positives = "Platform teams who change the set-up of notebooks."
confidence = 50

[[example]]
cloudtrail = [{event_source = "sagemaker.amazonaws.com", event_name = "UpdateNotebookInstanceLifecycleConfig", request_parameters = {notebookInstanceLifecycleConfigName = "x"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "sagemaker.amazonaws.com", event_name = "UpdateNotebookInstance", request_parameters = {notebookInstanceName = "n", instanceType = "ml.t3.medium"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "sagemaker.amazonaws.com", event_name = "UpdateNotebookInstanceLifecycleConfig", error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.notebookInstanceLifecycleConfigName'),
    json_extract_string(request_parameters, '$.notebookInstanceName'),
    ''
  ) as resource,
  concat_ws(' ', event_name, 'changed what notebooks run as they start') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'sagemaker.amazonaws.com'
  and event_name in ('UpdateNotebookInstanceLifecycleConfig', 'UpdateNotebookInstance')
  and error_code = ''
  and invoked_by = ''
  and (
    event_name = 'UpdateNotebookInstanceLifecycleConfig'
    or json_extract_string(request_parameters, '$.lifecycleConfigName') <> ''
  )

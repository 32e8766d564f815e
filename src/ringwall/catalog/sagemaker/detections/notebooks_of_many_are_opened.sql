/*
title = "Notebooks of many users were opened"
severity = "medium"
why = "The link opens a notebook with a shell, the data of its user and the role of the notebook."
fix = "Ask the owner of the principal. Limit the action to one's notebook by tags."
attacks = ["T1550", "T1548.005"]
false_positives = "Portals that open notebooks for their users, with one role."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "sagemaker.amazonaws.com", event_name = "CreatePresignedNotebookInstanceUrl", request_parameters = {notebookInstanceName = "n0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sagemaker.amazonaws.com", event_name = "CreatePresignedNotebookInstanceUrl", request_parameters = {notebookInstanceName = "n1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sagemaker.amazonaws.com", event_name = "CreatePresignedNotebookInstanceUrl", request_parameters = {notebookInstanceName = "n2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "sagemaker.amazonaws.com", event_name = "CreatePresignedNotebookInstanceUrl", request_parameters = {notebookInstanceName = "n"}},
  {event_source = "sagemaker.amazonaws.com", event_name = "CreatePresignedNotebookInstanceUrl", request_parameters = {notebookInstanceName = "n"}},
  {event_source = "sagemaker.amazonaws.com", event_name = "CreatePresignedNotebookInstanceUrl", request_parameters = {notebookInstanceName = "n"}},
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
    'Sign-in links to',
    count(
      distinct concat_ws(
        '',
        json_extract_string(request_parameters, '$.notebookInstanceName'),
        json_extract_string(request_parameters, '$.userProfileName')
      )
    ),
    'notebooks were made within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'sagemaker.amazonaws.com'
  and event_name in ('CreatePresignedNotebookInstanceUrl', 'CreatePresignedDomainUrl')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(
  distinct concat_ws(
    '',
    json_extract_string(request_parameters, '$.notebookInstanceName'),
    json_extract_string(request_parameters, '$.userProfileName')
  )
) >= 3

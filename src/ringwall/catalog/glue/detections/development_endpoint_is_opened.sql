/*
title = "Development endpoint of Glue was opened"
severity = "medium"
why = "The endpoint gives a shell by SSH key, with a role of Glue that often reads all data. AWS has retired it; only old accounts use it."
fix = "aws glue delete-dev-endpoint. Look at what its role did."
attacks = ["T1548.005", "T1059"]
false_positives = "Old work with Glue; notebooks have replaced it."
confidence = 65

[[example]]
cloudtrail = [{event_source = "glue.amazonaws.com", event_name = "CreateDevEndpoint", request_parameters = {endpointName = "e", roleArn = "arn:aws:iam::111111111111:role/r", publicKey = "k"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "glue.amazonaws.com", event_name = "CreateDevEndpoint", error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "glue.amazonaws.com", event_name = "CreateJob", request_parameters = {name = "j"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.endpointName'), '') as resource,
  concat_ws(
    ' ',
    event_name,
    'opens a shell with the role',
    json_extract_string(request_parameters, '$.roleArn')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'glue.amazonaws.com'
  and event_name in ('CreateDevEndpoint', 'UpdateDevEndpoint')
  and error_code = ''

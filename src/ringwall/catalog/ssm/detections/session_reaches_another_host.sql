/*
title = "Session forwards a port of another host"
severity = "low"
why = "A managed instance becomes the way to databases and hosts that have no agent."
fix = "Limit the document in the session policy where nobody needs it."
attacks = ["T1572", "T1021.007"]
false_positives = "Developers who reach databases through a bastion."
confidence = 25
context = true

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1", documentName = "AWS-StartPortForwardingSessionToRemoteHost"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "StartSession", request_parameters = {target = "i-1", documentName = "AWS-StartPortForwardingSession"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.target'), '') as resource,
  concat_ws(
    ' ',
    'A session through',
    json_extract_string(request_parameters, '$.target'),
    'forwards a port of another host'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ssm.amazonaws.com'
  and event_name = 'StartSession'
  and error_code = ''
  and coalesce(
    json_extract_string(request_parameters, '$.documentName'),
    ''
  ) = 'AWS-StartPortForwardingSessionToRemoteHost'

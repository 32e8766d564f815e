/*
title = "Machines outside AWS were given a role"
severity = "medium"
why = "Who holds the activation code registers any machine as managed, and gets credentials of the role on it, renewed for ever."
fix = "aws ssm delete-activation, and deregister machines that nobody knows (list with describe-instance-information)."
attacks = ["T1098", "T1133"]
false_positives = "Servers in data centers that are taken into Systems Manager."
confidence = 55

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "CreateActivation", request_parameters = {iamRole = "SSMRole", registrationLimit = 5}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "CreateActivation", request_parameters = {iamRole = "SSMRole"}, error_code = "ValidationException"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.iamRole'), '') as resource,
  concat_ws(
    ' ',
    'An activation gives machines outside AWS the role',
    json_extract_string(request_parameters, '$.iamRole')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ssm.amazonaws.com'
  and event_name = 'CreateActivation'
  and error_code = ''
  and invoked_by = ''

/*
title = "Launched instances were protected from termination"
severity = "medium"
why = "Miners turn termination protection on, so that the response takes longer."
fix = "Ask the owner of the principal. Turn the protection off (aws ec2 modify-instance-attribute --no-disable-api-termination) and terminate."
attacks = ["T1496.001", "T1578.002"]
false_positives = "Infrastructure as code sets the protection in the launch itself, and is not reported."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "c5.large", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 5}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-0", disableApiTermination = {value = true}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-1", disableApiTermination = {value = true}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-2", disableApiTermination = {value = true}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "c5.large", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 5}]}}},
  {event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-0", disableApiTermination = {value = false}}},
  {event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-1", disableApiTermination = {value = false}}},
  {event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-2", disableApiTermination = {value = false}}},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-0", disableApiTermination = {value = true}}},
  {event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-1", disableApiTermination = {value = true}}},
  {event_source = "ec2.amazonaws.com", event_name = "ModifyInstanceAttribute", request_parameters = {instanceId = "i-2", disableApiTermination = {value = true}}},
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
    'Instances were launched and then protected from termination, in',
    count(*),
    'calls within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('RunInstances', 'ModifyInstanceAttribute')
  and error_code = ''
  and invoked_by = ''
  and (
    event_name = 'RunInstances'
    or json_extract_string(request_parameters, '$.disableApiTermination.value') = 'true'
  )
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(case when event_name = 'ModifyInstanceAttribute' then 1 end) >= 3
  and count(case when event_name = 'RunInstances' then 1 end) > 0

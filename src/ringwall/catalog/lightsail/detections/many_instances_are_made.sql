/*
title = "Many instances of Lightsail were made"
severity = "medium"
why = "Few watch Lightsail, so miners use it where EC2 is guarded."
fix = "Delete the instances; deny lightsail:* by a service control policy where it is not used."
attacks = ["T1496.001", "T1578.002"]
false_positives = "Courses and workshops."
window = "1h"
confidence = 60

[[example]]
cloudtrail = [
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", aws_region = "us-east-1", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", aws_region = "us-west-2", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", aws_region = "eu-west-1", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", aws_region = "ap-south-1", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", aws_region = "sa-east-1", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "lightsail.amazonaws.com", event_name = "CreateInstances"}]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", error_code = "AccessDenied"},
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", error_code = "AccessDenied"},
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", error_code = "AccessDenied"},
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", error_code = "AccessDenied"},
  {event_source = "lightsail.amazonaws.com", event_name = "CreateInstances", error_code = "AccessDenied"},
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
    'Instances of Lightsail were made in',
    count(*),
    'calls and',
    count(distinct aws_region),
    'Regions within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'lightsail.amazonaws.com'
  and event_name in ('CreateInstances', 'CreateContainerService')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(*) >= 5

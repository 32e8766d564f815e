/*
title = "Many environments of Elastic Beanstalk were taken down"
severity = "medium"
why = "Services that are destroyed at once are harm done, unless it was planned."
fix = "Rebuild the environments (aws elasticbeanstalk rebuild-environment works for terminated ones). Cut off the principal."
attacks = ["T1485", "T1489"]
false_positives = "Test environments that are taken down together."
window = "1h"
confidence = 45

[[example]]
cloudtrail = [
  {event_source = "elasticbeanstalk.amazonaws.com", event_name = "TerminateEnvironment", request_parameters = {environmentName = "e0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "elasticbeanstalk.amazonaws.com", event_name = "TerminateEnvironment", request_parameters = {environmentName = "e1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "elasticbeanstalk.amazonaws.com", event_name = "TerminateEnvironment", request_parameters = {environmentName = "e2"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "elasticbeanstalk.amazonaws.com", event_name = "TerminateEnvironment", request_parameters = {environmentName = "e"}}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(' ', count(*), 'environments or applications were taken down within an hour') as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'elasticbeanstalk.amazonaws.com'
  and event_name in ('TerminateEnvironment', 'DeleteApplication')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(*) >= 3

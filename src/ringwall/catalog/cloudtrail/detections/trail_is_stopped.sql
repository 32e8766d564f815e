/*
title = "CloudTrail trail was stopped or deleted"
severity = "high"
why = "Calls that no trail records leave no trace. Attackers stop the trail before they do what should not be seen."
fix = "Start it again: aws cloudtrail start-logging --name TRAIL. Then look at all that this principal did since its session began, and at the time in which nothing was recorded: event data stores and the trails of other accounts may still have it."
attacks = ["T1562.008"]
false_positives = "A trail that is replaced by another one: infrastructure as code deletes the old one right after it made the new one, and the change has a review."
finding_types = ["Stealth:IAMUser/CloudTrailLoggingDisabled"]
confidence = 90
url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html"

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", event_name = "StopLogging", principal_arn = "arn:aws:iam::111111111111:user/ann", source_ip = "203.0.113.7", request_parameters = {name = "all-events"}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", event_name = "DeleteTrail", request_parameters = {name = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/all-events"}}]
expect = "hit"

# It was denied: nothing stopped.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", event_name = "StopLogging", error_code = "AccessDenied", request_parameters = {name = "all-events"}}]
expect = "quiet"

# Another service has an operation of that name.
[[example]]
cloudtrail = [{event_source = "other.amazonaws.com", event_name = "StopLogging", request_parameters = {name = "all-events"}}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  e.account_id,
  e.aws_region as region,
  e.principal_arn as actor,
  coalesce(json_extract_string(e.request_parameters, '$.name'), '') as resource,
  e.event_name || ' of trail ' || coalesce(json_extract_string(e.request_parameters, '$.name'), '')
    || ' by ' || e.principal_arn as reason,
  e.session_arn as session,
  e.access_key_id as access_key,
  e.source_ip as address
from logs.cloudtrail e
where e.event_source = 'cloudtrail.amazonaws.com'
  and e.event_name in ('StopLogging', 'DeleteTrail')
  and e.error_code = ''

/*
title = "Traffic of an instance is mirrored"
severity = "high"
why = "Traffic mirroring copies all packets of an instance, with passwords and data that travel without TLS inside the VPC."
fix = "aws ec2 delete-traffic-mirror-session, and see who controls the target."
attacks = ["T1040", "T1020.001"]
false_positives = "Network detection products; they are set up once and known."
confidence = 75

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateTrafficMirrorSession", request_parameters = {CreateTrafficMirrorSessionRequest = {NetworkInterfaceId = "eni-1", TrafficMirrorTargetId = "tmt-1"}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateTrafficMirrorSession", request_parameters = {}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "DescribeTrafficMirrorSessions", request_parameters = {}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(
      request_parameters, '$.CreateTrafficMirrorSessionRequest.NetworkInterfaceId'
    ),
    json_extract_string(request_parameters, '$.networkInterfaceId'),
    ''
  ) as resource,
  'The traffic of a network interface is copied to another target' as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'CreateTrafficMirrorSession'
  and error_code = ''

/*
title = "Default route was sent through a machine"
severity = "medium"
why = "Who puts a machine into the route of all outgoing traffic can read and change it."
fix = "aws ec2 replace-route to the NAT or internet gateway, and look at the machine."
attacks = ["T1557", "T1599"]
false_positives = "NAT instances and virtual firewalls, which change routes when they fail over."
confidence = 50

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ReplaceRoute", request_parameters = {routeTableId = "rtb-1", destinationCidrBlock = "0.0.0.0/0", networkInterfaceId = "eni-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateRoute", request_parameters = {routeTableId = "rtb-1", destinationCidrBlock = "0.0.0.0/0", instanceId = "i-0123456789abcdef0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateRoute", request_parameters = {routeTableId = "rtb-1", destinationCidrBlock = "0.0.0.0/0", gatewayId = "igw-1"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateRoute", request_parameters = {routeTableId = "rtb-1", destinationCidrBlock = "10.1.0.0/16", networkInterfaceId = "eni-1"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.routeTableId'), '') as resource,
  concat_ws(
    ' ',
    'Route table',
    json_extract_string(request_parameters, '$.routeTableId'),
    'sends all traffic through an instance, an interface or a peering connection'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [coalesce(json_extract_string(request_parameters, '$.instanceId'), '')] as entities
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('CreateRoute', 'ReplaceRoute')
  and error_code = ''
  and invoked_by = ''
  and regexp_matches(request_parameters, '"destination(Ipv6)?CidrBlock": ?"(0.0.0.0|::)/0"')
  and regexp_matches(
    request_parameters,
    '"(instanceId|networkInterfaceId|vpcPeeringConnectionId)": ?"[a-z]'
  )

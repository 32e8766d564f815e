/*
title = "VPC was connected to the internet"
severity = "low"
why = "A network that was closed gets a way out and in."
fix = "Compare with what was planned; deny it by a service control policy where the network must stay closed."
attacks = ["T1562.007"]
false_positives = "Infrastructure as code that sets up a VPC."
confidence = 20
context = true

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AttachInternetGateway", request_parameters = {internetGatewayId = "igw-1", vpcId = "vpc-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateRoute", request_parameters = {routeTableId = "rtb-1", destinationCidrBlock = "0.0.0.0/0", gatewayId = "igw-1"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AttachInternetGateway", request_parameters = {}, error_code = "RequestExpired"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateRoute", request_parameters = {routeTableId = "rtb-1", natGatewayId = "nat-1"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.vpcId'),
    json_extract_string(request_parameters, '$.routeTableId'),
    ''
  ) as resource,
  concat_ws(' ', event_name, 'connects a VPC or a subnet to the internet') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('AttachInternetGateway', 'CreateRoute', 'ReplaceRoute')
  and error_code = ''
  and invoked_by = ''
  and (
    event_name = 'AttachInternetGateway'
    or regexp_matches(request_parameters, '"gatewayId": ?"igw-')
  )

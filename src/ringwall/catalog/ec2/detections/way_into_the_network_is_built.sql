/*
title = "Way into the network was built"
severity = "low"
why = "A VPN or an Instance Connect endpoint reaches machines that have no public address."
fix = "Compare with what was planned, and delete it where nobody knows of it."
attacks = ["T1133", "T1021.007"]
false_positives = "Network teams, rarely."
confidence = 45

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateInstanceConnectEndpoint", request_parameters = {}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateInstanceConnectEndpoint", request_parameters = {}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateVpnConnection", request_parameters = {}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.CreateInstanceConnectEndpointRequest.SubnetId'),
    ''
  ) as resource,
  concat_ws(' ', event_name, 'builds a way into the network') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in (
    'CreateClientVpnEndpoint',
    'CreateInstanceConnectEndpoint',
    'CreateVpnConnection'
  )
  and error_code = ''
  and invoked_by = ''

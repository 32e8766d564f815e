/*
title = "VPC was peered with a foreign account"
severity = "high"
why = "Peering is a private way between the networks: machines of the other account reach yours, and data leaves past every gateway."
fix = "aws ec2 delete-vpc-peering-connection, unless somebody knows the account."
attacks = ["T1599", "T1048"]
false_positives = "Vendors and partners whose networks are connected on purpose."
confidence = 75

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateVpcPeeringConnection", request_parameters = {vpcId = "vpc-1", peerOwnerId = "999999999999"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AcceptVpcPeeringConnection", request_parameters = {vpcPeeringConnectionId = "pcx-1"}, response_elements = {vpcPeeringConnection = {requesterVpcInfo = {ownerId = "999999999999"}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateVpcPeeringConnection", request_parameters = {vpcId = "vpc-1", peerOwnerId = "111111111111"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateVpcPeeringConnection", request_parameters = {vpcId = "vpc-1"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
with peering as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    coalesce(
      json_extract_string(response_elements, '$.vpcPeeringConnection.vpcPeeringConnectionId'),
      json_extract_string(request_parameters, '$.vpcPeeringConnectionId'),
      ''
    ) as connection,
    case event_name
      when 'CreateVpcPeeringConnection'
        then json_extract_string(request_parameters, '$.peerOwnerId')
      else json_extract_string(
        response_elements, '$.vpcPeeringConnection.requesterVpcInfo.ownerId'
      )
    end as peer
  from logs.cloudtrail
  where event_source = 'ec2.amazonaws.com'
    and event_name in ('CreateVpcPeeringConnection', 'AcceptVpcPeeringConnection')
    and error_code = ''
)
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  connection as resource,
  concat_ws(' ', 'A VPC was peered with a VPC of the foreign account', peer) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [peer] as entities
from peering
where peer is not null
  and peer not in (select account_id from facts.own_account)

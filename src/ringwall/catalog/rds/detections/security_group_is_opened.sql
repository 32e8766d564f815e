/*
title = "DB security group was opened"
severity = "low"
why = "Databases of the time before VPCs are protected by these groups alone."
fix = "aws rds revoke-db-security-group-ingress. Move the database into a VPC."
attacks = ["T1562.007"]
false_positives = "Very old databases; new ones have no such group."
confidence = 50

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "AuthorizeDBSecurityGroupIngress", request_parameters = {dBSecurityGroupName = "g", cIDRIP = "0.0.0.0/0"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "RevokeDBSecurityGroupIngress", request_parameters = {dBSecurityGroupName = "g"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "rds.amazonaws.com", event_name = "AuthorizeDBSecurityGroupIngress", request_parameters = {dBSecurityGroupName = "g"}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.dBSecurityGroupName'), '') as resource,
  concat_ws(
    ' ',
    'DB security group',
    json_extract_string(request_parameters, '$.dBSecurityGroupName'),
    'was opened'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'rds.amazonaws.com'
  and event_name = 'AuthorizeDBSecurityGroupIngress'
  and error_code = ''

/*
title = "Instance profile of a running instance was changed"
severity = "low"
why = "Who controls an instance gets the permissions of the role that is attached to it: a way to escalate without touching IAM."
fix = "Look what the role may do and what the instance did with it since. Limit iam:PassRole."
attacks = ["T1098.003", "T1548.005"]
false_positives = "Infrastructure as code, and Systems Manager's Quick Setup, which attaches profiles to instances without one."
confidence = 45

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AssociateIamInstanceProfile", request_parameters = {AssociateIamInstanceProfileRequest = {InstanceId = "i-1", IamInstanceProfile = {Name = "admin"}}}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AssociateIamInstanceProfile", request_parameters = {}, error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AssociateIamInstanceProfile", request_parameters = {}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(coalesce(
    json_extract_string(request_parameters, '$.AssociateIamInstanceProfileRequest.InstanceId'),
    json_extract_string(
      request_parameters, '$.ReplaceIamInstanceProfileAssociationRequest.AssociationId'
    )
  ), '') as resource,
  concat_ws(' ', 'A running instance got the instance profile', coalesce(
    json_extract_string(request_parameters, '$.AssociateIamInstanceProfileRequest.IamInstanceProfile.Name'),
    json_extract_string(request_parameters, '$.AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn'),
    json_extract_string(request_parameters, '$.ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Name'),
    json_extract_string(request_parameters, '$.ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Arn'),
    ''
  )) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation')
  and error_code = ''
  and invoked_by = ''

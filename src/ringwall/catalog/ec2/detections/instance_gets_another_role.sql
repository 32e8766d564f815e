/*
family = "call_is_made"
title = "Role of a running instance was exchanged"
severity = "medium"
why = "Whoever has a shell on an instance has what its role can do. A stronger profile on a running instance is a way up without a new machine."
fix = "aws ec2 replace-iam-instance-profile-association with the profile that was there. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003", "T1548"]
false_positives = "Instances that were started without a profile and get the one for Systems Manager."
confidence = 40
sources = ["ec2.amazonaws.com"]
operations = ["AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.AssociateIamInstanceProfileRequest.InstanceId'),
  json_extract_string(
    request_parameters,
    '$.ReplaceIamInstanceProfileAssociationRequest.AssociationId'
  ),
  ''
)
'''
reason = '''
'a running instance got profile '
  || coalesce(
    json_extract_string(
      request_parameters,
      '$.AssociateIamInstanceProfileRequest.IamInstanceProfile.Name'
    ),
    json_extract_string(
      request_parameters,
      '$.AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn'
    ),
    json_extract_string(
      request_parameters,
      '$.ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Name'
    ),
    json_extract_string(
      request_parameters,
      '$.ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Arn'
    ),
    ''
  )
'''
condition = "invoked_by = ''"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "AssociateIamInstanceProfile", request_parameters = {AssociateIamInstanceProfileRequest = {InstanceId = "i-0123456789abcdef0", IamInstanceProfile = {Name = "admin"}}}, principal_arn = "arn:aws:iam::111111111111:user/mallory"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "ReplaceIamInstanceProfileAssociation", request_parameters = {ReplaceIamInstanceProfileAssociationRequest = {IamInstanceProfile = {Name = "boss"}, AssociationId = "iip-assoc-1"}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The default role of Systems Manager.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "AssociateIamInstanceProfile", request_parameters = {AssociateIamInstanceProfileRequest = {InstanceId = "i-1", IamInstanceProfile = {Name = "ssm"}}}, invoked_by = "ssm.amazonaws.com"}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", operation = "ReplaceIamInstanceProfileAssociation", error_code = "Client.UnauthorizedOperation"}]
expect = "quiet"
*/
